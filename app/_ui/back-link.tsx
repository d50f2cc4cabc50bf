/** One step back, always a plain address: nothing typed is lost on the way. */
export function BackLink(props: { href: string; children: string }) {
  return (
    <a className="back" href={props.href}>
      <span aria-hidden="true">←</span>
      {props.children}
    </a>
  );
}
