/** The place of what is coming, without movement. `label` is read out. */
export function LoadingLines(props: { label: string; lines?: number }) {
  const lines = Array.from({ length: props.lines ?? 3 }, (_, index) => `line-${index}`);
  return (
    <div className="lines" role="status">
      <span className="vh">{props.label}</span>
      {lines.map((line) => (
        <i key={line} aria-hidden="true" />
      ))}
    </div>
  );
}
