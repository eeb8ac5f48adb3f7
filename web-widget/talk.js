/**
 * Talks with the gateway. The conversation's sealed state is in one field here and nowhere else.
 *
 * No cookies, no referrer, no browser cache: nothing of a talk may stay behind on the device.
 */

/** The longest wait before a message counts as failed. */
const PATIENCE = 20_000;

export class Talk {
  /** @type {string | null} */
  #state = null;
  #under = new Set();

  /** @param {{ api: string, site?: string | null, campaign?: string | null }} settings */
  constructor({ api, site, campaign }) {
    this.api = api;
    this.about = { ...(site && { site }), ...(campaign && { campaign }) };
  }

  /** The greeting. */
  start() {
    return this.#reply('/api/start');
  }

  /** @param {Said} said */
  send(said) {
    return this.#reply('/api/chat', { ...said, ...this.about });
  }

  /** Counts that a card was used; nobody waits for it. @param {string} key */
  async count(key) {
    const before = this.#state;
    if (!before) return;
    const { answer } = await this.#ask('/api/count', { measure: 'call', key });
    if (answer?.state && this.#state === before) this.#state = answer.state;
  }

  /** Forgets everything at once; requests under way are cut off. */
  drop() {
    this.#state = null;
    for (const request of this.#under) request.abort();
    this.#under.clear();
  }

  /** @returns {Promise<Reply | Failure>} */
  async #reply(path, body = {}) {
    const { status, answer } = await this.#ask(path, body);
    if (status !== 200 || !Array.isArray(answer?.messages)) {
      return { failed: true, message: answer?.error?.message, contacts: answer?.contacts, final: [400, 413, 422].includes(status) };
    }
    this.#state = answer.state ?? null;
    return answer;
  }

  /** Status 0 when nothing came, or too late. */
  async #ask(path, body) {
    const request = new AbortController();
    this.#under.add(request);
    setTimeout(() => request.abort(), PATIENCE);
    try {
      const response = await fetch(this.api + path, {
        ...(path !== '/api/start' && { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ ...body, ...(this.#state && { state: this.#state }) }) }),
        credentials: 'omit', cache: 'no-store', referrerPolicy: 'no-referrer', keepalive: path === '/api/count', signal: request.signal,
      });
      const answer = await response.json();
      if (!request.signal.aborted) return { status: response.status, answer };
    } catch {}
    return { status: 0 };
  }
}
