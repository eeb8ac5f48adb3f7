/**
 * The look of the panel, as text for a constructable style sheet: no inline style, so a strict CSP holds.
 *
 * Sizes are in em from the browser's own text size. Below 30em of height (a phone with its keyboard open, a
 * page at 400 %) the panel scrolls as a whole and only the exit and the input stay put.
 */
export const css = `
*{box-sizing:border-box}
h2,h3,p,ul{margin:0;padding:0}
ul{list-style:none}
.panel{position:fixed;inset:auto 1.25em 1.25em auto;display:flex;flex-direction:column;width:min(27em,100vw - 2.5em);height:min(46em,100vh - 2.5em);max-width:none;max-height:none;margin:0;padding:0;overflow:hidden;overflow:clip;border:.0625em solid var(--line);border-radius:1em;background:var(--bg);color:var(--text);box-shadow:0 .5em 2.5em #0004;overflow-wrap:anywhere}
.panel:focus,h2:focus{outline:0}

.top{display:flex;align-items:center;gap:.75em;flex:none;padding:.625em .625em .625em .75em;background:var(--sand);border-bottom:.0625em solid var(--line)}
.exit{flex:none;background:var(--bar);color:var(--on-bar)}
.hint{color:var(--soft);font-size:.875em;line-height:1.25}
.close{display:grid;place-items:center;flex:none;margin-left:auto;padding:0;border:0;border-radius:.5em;background:none;color:var(--text)}

.log,.sheet,.cover{position:relative;flex:1;min-height:0;overflow:auto;padding:1em;overscroll-behavior:contain}
.log:focus-visible{outline-offset:-.1875em;box-shadow:none}
h2{color:var(--heading);font:700 1.375em/1.25 var(--heading-font)}
h3{margin-top:1em;font-size:1em}
.sub,.history,.card p{color:var(--soft)}
.history{margin-top:.75em;padding-left:.75em;border-left:.1875em solid var(--line);font-size:.9375em}
.link{display:block;min-height:1.75em;padding:0;border:0;background:none;color:var(--link);font-weight:400;font-size:.9375em;text-decoration:underline;text-underline-offset:.2em}

.turn{margin-top:1em}
.bubble{width:fit-content;max-width:94%;padding:.75em 1em;border-radius:var(--round);border-top-left-radius:.25em;background:var(--sand);white-space:pre-line}
.bubble p+p,.sheet>div{margin-top:.75em}
.sheet>button{margin-top:1em}
.me{display:grid;justify-items:end}
.me .bubble{max-width:85%;border-radius:var(--round);border-top-right-radius:.25em;background:var(--me,var(--action));color:var(--on-me,var(--on-action))}
.failed{margin-top:.25em;color:var(--danger);font-weight:600}
.dots{display:flex;gap:.375em;width:fit-content;padding:1.125em 1em;border-radius:var(--round);background:var(--sand)}
.dots i{width:.5em;height:.5em;border-radius:50%;background:var(--soft)}

.retry{margin-top:.5em}
.cards{display:grid;gap:.625em;margin-top:.625em}
.card{padding:.75em 1em 1em;border:.0625em solid var(--edge);border-radius:var(--round);background:var(--bg)}
.card p{font-size:.9375em}
.card.danger{border:.125em solid var(--danger);background:var(--danger-bg)}
.card strong{margin-right:.75em;color:var(--text);font-size:1.125em}
.danger p{color:var(--text)}
p.open{color:var(--good);font-weight:600}
.do{display:flex;flex-wrap:wrap;align-items:center;gap:.5em;margin-top:.625em}
.call{justify-content:center;text-decoration:none;white-space:nowrap}
.danger .call{background:var(--danger);color:var(--on-danger)}
@media (hover:hover) and (pointer:fine){
.call{justify-content:start;min-width:1.5em;margin-right:.25em;padding:0;border:0;background:none;color:var(--text);font-size:1.75em;line-height:1.2;font-variant-numeric:tabular-nums;text-decoration:underline .0625em;text-underline-offset:.15em;min-height:1.6em}
.danger .call{background:none;color:var(--danger);font-size:2em}
.call svg,.verb{display:none}
}
@media (hover:none),(pointer:coarse){
.call{flex:1 1 100%;font-size:1.125em}
.copy,.hint{display:none}
.link{min-height:3.2em}
.composer .link{margin:-.25em 0}
}

.choices{display:flex;flex-wrap:wrap;gap:.5em;margin-top:.625em}
.choice{border-color:var(--link);border-radius:1.5em;color:var(--link)}
.choice[aria-disabled]{padding:.375em .75em;border-color:transparent;background:none;color:var(--soft);font-weight:400;cursor:default;text-decoration:none}
.choice.chosen{border-color:var(--line);background:var(--sand);color:var(--text)}
.chosen::before{content:"✓ "/""}

.composer{flex:none;padding:.5em .75em .625em;border-top:.0625em solid var(--line);background:var(--bg)}
label{font-weight:600;font-size:.9375em}
.row{display:flex;align-items:end;gap:.5em}
.row:has(label){flex-wrap:wrap;align-items:center;justify-content:space-between;gap:0 1em;margin-bottom:.25em}
textarea{flex:1;min-width:0;min-height:2.75em;max-height:8em;padding:.5em .75em;border:.125em solid var(--edge);border-radius:.5em;background:var(--bg);color:inherit;font:inherit;letter-spacing:inherit;word-spacing:inherit;resize:none;field-sizing:content}
textarea::placeholder{color:var(--soft);opacity:1}
.send{justify-content:center;padding:0}
#left{color:var(--soft);font-size:.875em}
.brake{margin-bottom:.625em;padding:.75em 1em;border:.125em solid var(--edge);border-radius:var(--round);background:var(--sand)}

.foot{display:flex;flex-wrap:wrap;flex:none;gap:0 1em;padding:.25em .75em;border-top:.0625em solid var(--line);background:var(--sand);font-size:.875em;line-height:1.25}
.foot a{flex:1 0 auto;padding:.5em 0;color:var(--text);text-decoration:none}
.foot strong{display:block;font-size:1.2em;text-decoration:underline;text-underline-offset:.15em}
.foot a:first-child strong{color:var(--danger)}

.keepsake{display:grid;gap:.5em;margin-top:1em}
.keepsake li{padding:.5em 1em;border:.125em dashed var(--edge);border-radius:.5em}
.keepsake strong{font-size:1.375em}
.cover{display:grid;place-content:center;justify-items:center;gap:1em}
.panel[data-sheet]>:is(.log,.composer),.panel[data-covered]>:is(.log,.sheet,.composer,.foot){display:none}

@media (max-width:40em),(max-height:30em){
.panel{inset:var(--top,0) 0 auto;width:100%;height:var(--height,100dvh);border:0;border-radius:0}
}
@media (max-width:40em){.exit{flex:1;justify-content:center}.hint{display:none}}
@media (max-height:30em){
.panel{overflow:auto;scroll-padding:4em 0}
.top{position:sticky;top:0;z-index:2;padding-block:.25em}
.panel>.log,.panel>.sheet{flex:none;overflow:visible}
.composer{position:sticky;bottom:0;z-index:1}
.composer label,.composer .link{display:none}
}
@media (prefers-reduced-motion:no-preference){
.dots i{animation:wait 1.2s infinite}
.dots i:nth-of-type(2){animation-delay:.2s}
.dots i:nth-of-type(3){animation-delay:.4s}
@keyframes wait{0%,60%,100%{opacity:.35}30%{opacity:1}}
}
@media (forced-colors:active){
.bubble,.card,.dots,.exit,.solid{border:.125em solid}
.dots i{background:CanvasText}
.card.danger{border-width:.25em}
}`;
