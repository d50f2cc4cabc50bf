// The one script of the visitor's first pages. Every page is whole without it.

const moves = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** The arrow keys go from day to day and from week to week, past days that cannot be taken. */
function walkMonth(month) {
  month.addEventListener('keydown', (event) => {
    const step = moves[event.key];
    const cells = [...month.querySelectorAll('td')];
    const from = cells.indexOf(event.target.closest('td'));
    if (!step || from < 0 || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    for (let to = from + step; cells[to]; to += step) {
      const day = cells[to].querySelector('a');
      if (day) return day.focus();
    }
  });
}

/** − and + around a number, for thumbs. */
function workSteps(box) {
  const input = box.querySelector('input');
  const [less, more] = box.querySelectorAll('button');
  if (!more) return;
  const limit = () => {
    less.disabled = input.value !== '' && +input.value <= +input.min;
    more.disabled = input.max !== '' && +input.value >= +input.max;
  };
  const work = (button, step) =>
    button.addEventListener('click', () => {
      input[step]();
      limit();
    });
  work(less, 'stepDown');
  work(more, 'stepUp');
  input.addEventListener('input', limit);
  limit();
}

for (const month of document.querySelectorAll('.month')) walkMonth(month);
for (const box of document.querySelectorAll('.stepper')) workSteps(box);
// What was refused is heard at once, as on the pages that follow.
document.getElementById('errors')?.focus();
