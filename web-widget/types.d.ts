/** What travels between gateway and widget (the HTTP contract), and what the parts share. Known everywhere, loaded by no browser. */
import type { build } from './panel.js';
import type { Talk } from './talk.js';
import type { words } from './words.js';

declare global {
  type Words = typeof words;
  type Parts = ReturnType<typeof build>;

  interface Card {
    id: string;
    name: string;
    phone?: string | null;
    tel?: string | null;
    hours?: string | null;
    open_now?: boolean | null;
    url?: string | null;
    chat_url?: string | null;
    cost?: string | null;
    note?: string | null;
    municipality?: string | null;
  }

  interface Choice {
    title: string;
    choice: string;
  }

  interface Message {
    text: string;
    contacts?: Card[];
    choices?: Choice[];
  }

  interface Reply {
    messages: Message[];
    state?: string | null;
  }

  /** Why there is no reply; what the server said about it, when it said anything. */
  interface Failure {
    failed: true;
    message?: string;
    contacts?: Card[];
    /** Sending the same again is of no use. */
    final?: boolean;
  }

  /** Makes an element; children that are false or empty are left out. */
  type Build = <K extends keyof HTMLElementTagNameMap>(tag: K, attributes?: Record<string, any>, ...children: any[]) => HTMLElementTagNameMap[K];

  /** What the visitor said. */
  type Said = { text: string } | { choice: string };

  /** What a card needs: the words, someone to tell that it was used, and a voice. */
  interface CardWorld {
    words: Words;
    used(id: string): void;
    say(text: string): void;
  }

  /** What a conversation needs. */
  interface ConversationWorld {
    parts: Parts;
    words: Words;
    talk: Partner;
    say(text: string): void;
    /** Puts a message that could not be sent back into the input. */
    giveBack(text: string): void;
  }

  type Partner = Pick<Talk, 'start' | 'send' | 'count' | 'drop'>;

  interface Settings {
    /** Origin of the gateway. */
    api: string;
    site?: string | null;
    campaign?: string | null;
    /** Where the exit goes, and where it goes when that does not answer. */
    exits: string[];
    words: Words;
    /** For the example page: another conversation partner, and a panel inside the page. */
    talk?: Partner;
    inline?: boolean;
  }
}
