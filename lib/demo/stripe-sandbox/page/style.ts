/** The look of the hosted page: ink on paper, one accent, thin rules; the same tokens by day and by night. */
export const style = `
:root { color-scheme: light dark; --paper: #f6f3ec; --field: #fcfaf5; --ink: #1b1a17; --stone: #57534a; --rule: #d9d3c5;
  --edge: #857e70; --oxide: #8a2b1d; --oxide-deep: #6d2116; --on-oxide: #fdfbf7; --red: #a3241b; --amber: #7a4f00; }
@media (prefers-color-scheme: dark) { :root { --paper: #151412; --field: #1c1a17; --ink: #ece7db; --stone: #b5ad9e;
  --rule: #3a362f; --edge: #8d8677; --oxide: #e39380; --oxide-deep: #efb3a4; --on-oxide: #1b1311; --red: #f0978c; --amber: #e0b25c; } }
* { box-sizing: border-box; }
body { margin: 0; font: 1.0625rem/1.5 "Museum Sans", "Museum Sign", system-ui, sans-serif; color: var(--ink); background: var(--paper); }
.notice { margin: 0; padding: .5rem 1rem; text-align: center; font-weight: 600; color: var(--amber); border-bottom: 1px solid var(--rule); }
main { max-width: 34rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1, h2, legend { font-family: "Museum Serif", "Museum Sign", Georgia, serif; font-weight: 600; line-height: 1.2; }
h1 { font-size: clamp(1.75rem, 1.4rem + 2vw, 2.25rem); margin: 0 0 1.5rem; }
h2, legend { font-size: 1.3125rem; margin: 0 0 .5rem; padding: 0; }
a { color: var(--oxide); text-underline-offset: .15em; }
a:hover { color: var(--oxide-deep); }
:focus-visible { outline: 3px solid var(--oxide); outline-offset: 2px; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; margin: 0 0 2rem; }
caption { text-align: start; font: 600 1.3125rem/1.2 "Museum Serif", "Museum Sign", Georgia, serif; padding-bottom: .5rem; }
th, td { text-align: start; font-weight: 400; padding: .5rem 0; border-bottom: 1px solid var(--rule); vertical-align: top; overflow-wrap: anywhere; }
td { text-align: end; white-space: nowrap; padding-inline-start: 1rem; }
tfoot th, tfoot td { font-weight: 700; font-size: 1.3125rem; border-bottom: 0; }
fieldset { border: 0; padding: 0; margin: 1.5rem 0; min-width: 0; }
.field { margin: 0 0 1.25rem; }
label { display: block; font-weight: 600; }
.hint { margin: 0; color: var(--stone); font-size: .9375rem; }
.problem { margin: 0; color: var(--red); font-weight: 600; }
input { display: block; width: 100%; min-height: 2.75rem; margin-top: .25rem; padding: .5rem .625rem; font: inherit;
  font-variant-numeric: tabular-nums; color: inherit; background: var(--field); border: 1px solid var(--edge); border-radius: 2px; }
input[readonly] { background: none; border-color: var(--rule); }
input[aria-invalid] { border: 2px solid var(--red); }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1rem; align-items: end; }
button { min-height: 2.75rem; padding: .5rem 1rem; font: inherit; cursor: pointer; border-radius: 2px; }
.act { width: 100%; font-weight: 600; color: var(--on-oxide); background: var(--oxide); border: 1px solid var(--oxide); }
.act:hover { background: var(--oxide-deep); }
.other { width: 100%; color: var(--oxide); background: none; border: 1px solid var(--oxide); margin-top: .75rem; }
.cards { list-style: none; margin: .75rem 0 0; padding: 0; border-top: 1px solid var(--rule); }
.cards button { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; width: 100%; text-align: start;
  color: var(--oxide); background: none; border: 0; border-bottom: 1px solid var(--rule); border-radius: 0; padding: .5rem 0; }
.cards span:last-child { color: var(--stone); font-variant-numeric: tabular-nums; }
.summary { border: 2px solid var(--red); padding: 1rem; margin: 0 0 1.5rem; }
.summary h2 { color: var(--red); } .summary p, .summary ul { margin: 0; } .summary a { color: var(--red); }
.after { margin-top: 1.5rem; color: var(--stone); }
`;
