import type { Ref } from 'react';

export type ErrorLink = { fieldId: string; message: string };

/**
 * What has to be put right, above the form, each line a link to its field. Nothing when there is nothing. A page that answers a
 * plain form post may carry the fragment `#errors`, on which browsers land and focus; in a client form use
 * `FocusedErrorSummary`.
 */
export function ErrorSummary(props: { title: string; errors: readonly ErrorLink[]; boxRef?: Ref<HTMLDivElement> }) {
  if (props.errors.length === 0) return null;
  return (
    <div className="errors" id="errors" role="alert" aria-labelledby="errors-title" tabIndex={-1} ref={props.boxRef}>
      <h2 id="errors-title">{props.title}</h2>
      <ul className="errors-list">
        {props.errors.map((error) => (
          <li key={`${error.fieldId} ${error.message}`}>
            <a href={`#${error.fieldId}`}>{error.message}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}
