import { notFound } from 'next/navigation';

/** What the framework weighs and costs by itself, for `npm run bench -- web` to compare with. Nobody else gets it. */
export default function EmptyPage() {
  if (process.env.BENCH_PAGES !== '1') notFound();
  return <h1>Empty</h1>;
}
