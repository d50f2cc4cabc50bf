/** Says on every page that something stands in for the real thing ("Test payments: no money moves"). */
export function StandInBanner(props: { text: string }) {
  return <aside className="stand-in">{props.text}</aside>;
}
