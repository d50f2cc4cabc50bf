/** What the list of objects needs beyond the payment page's look: room for tables, small buttons. */
export const dashboardStyle = `
main { max-width: 72rem; }
section { margin: 0 0 2.5rem; }
.wide { overflow-x: auto; }
.wide:focus-visible { outline-offset: 0; }
table { margin: 0; font-size: .9375rem; }
thead th { color: var(--stone); }
th, td { padding: .375rem 1rem .375rem 0; overflow-wrap: normal; white-space: nowrap; }
td { text-align: start; padding-inline-start: 0; }
.sum { text-align: end; }
.id { font-family: ui-monospace, monospace; font-size: .8125rem; }
.acts { display: flex; gap: .5rem; }
.acts button, .row button { min-height: 2.25rem; padding: .25rem .75rem; color: var(--oxide); background: none; border: 1px solid var(--oxide); }
.row { display: flex; flex-wrap: wrap; gap: .75rem 1rem; align-items: end; margin: 0 0 1rem; }
.row label { font-size: .9375rem; }
.faults { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .75rem 1.5rem; margin: 0 0 1rem; }
`;
