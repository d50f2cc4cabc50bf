/** Where one is; the last part is the page itself and no link. */
export function Breadcrumb(props: { label: string; parts: readonly { href?: string; text: string }[] }) {
  return (
    <nav aria-label={props.label}>
      <ol className="crumbs">
        {props.parts.map((part) => (
          <li key={part.text}>
            {part.href ? <a href={part.href}>{part.text}</a> : <span aria-current="page">{part.text}</span>}
          </li>
        ))}
      </ol>
    </nav>
  );
}
