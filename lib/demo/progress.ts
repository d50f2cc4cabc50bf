/** Shows what a start is doing: on a terminal one moving line for all running steps, elsewhere one plain line per event. */
export type Progress = {
  /** Runs one named step and shows its time; `tell` adds what it is at. */
  step<T>(title: string, work: (tell: (text: string) => void) => Promise<T>): Promise<T>;
  /** A sentence on its own line. */
  say(text: string): void;
};

type Step = { title: string; text: string; startedAt: number };

const frames = ['·', '•', '●', '•'];

export function createProgress(out: NodeJS.WriteStream = process.stdout): Progress {
  const running = new Set<Step>();
  const isTerminal = out.isTTY === true && process.env.TERM !== 'dumb';
  let timer: NodeJS.Timeout | undefined;
  let frame = 0;

  const clear = () => void (isTerminal && out.write('\r\x1b[2K'));
  const draw = () => {
    if (!isTerminal || running.size === 0) return;
    frame += 1;
    const steps = [...running].map(
      ({ title, text, startedAt }) => `${title}${text && `: ${text}`} ${seconds(startedAt)}`,
    );
    const line = `${frames[frame % frames.length]} ${steps.join('   ')}`;
    out.write(`\r\x1b[2K${line.slice(0, (out.columns || 80) - 1)}`);
  };
  const print = (text: string) => {
    clear();
    out.write(`${text}\n`);
    draw();
  };
  const keepDrawing = () => {
    if (running.size > 0 && isTerminal) timer ??= setInterval(draw, 120).unref();
    else if (running.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };

  return {
    say: print,
    async step(title, work) {
      const step: Step = { title, text: '', startedAt: performance.now() };
      running.add(step);
      keepDrawing();
      if (!isTerminal) out.write(`  ${title} …\n`);
      // A step that lasts says so now and then also where lines cannot be redrawn, or it would look hung.
      const reminder = setInterval(() => {
        if (!isTerminal) out.write(`  ${title} … ${step.text} ${seconds(step.startedAt)}\n`);
      }, 10_000).unref();
      try {
        const result = await work((text) => {
          step.text = text;
          draw();
        });
        running.delete(step);
        print(`✓ ${title}${step.text && ` (${step.text})`} ${seconds(step.startedAt)}`);
        return result;
      } catch (error) {
        running.delete(step);
        print(`✗ ${title} ${seconds(step.startedAt)}`);
        throw error;
      } finally {
        clearInterval(reminder);
        keepDrawing();
      }
    },
  };
}

function seconds(startedAt: number): string {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}
