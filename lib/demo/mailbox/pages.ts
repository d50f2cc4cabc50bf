import type { ParsedMail } from 'mailparser';
import type { StoredMail } from './store.ts';

type Read = { mail: StoredMail; parsed: ParsedMail };

const style = `
  :root { color-scheme: light dark; --ink: #1c1b19; --paper: #faf8f4; --line: #d5cfc4; --quiet: #57524a; --link: #7a2e1d; }
  @media (prefers-color-scheme: dark) { :root { --ink: #ece8e0; --paper: #191816; --line: #3b3833; --quiet: #b5aea2; --link: #eaa893; } }
  * { box-sizing: border-box; }
  body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 4rem; font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
  h1 { font-size: 1.5rem; font-weight: 600; margin: .5rem 0; overflow-wrap: anywhere; }
  a { color: var(--link); }
  .quiet { color: var(--quiet); }
  ul.mails { list-style: none; padding: 0; border-top: 1px solid var(--line); }
  ul.mails li { border-bottom: 1px solid var(--line); padding: .75rem 0; overflow-wrap: anywhere; }
  dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; }
  dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; }
  iframe { width: 100%; height: 70vh; border: 1px solid var(--line); background: #fff; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid var(--line); padding: 1rem; }
  input { font: inherit; padding: .5rem; border: 1px solid var(--quiet); background: none; color: inherit; width: min(24rem, 100%); }
  button { font: inherit; padding: .5rem 1rem; border: 1px solid var(--ink); background: none; color: inherit; }
  :focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }`;

/** All messages, the newest first. */
export function listPage(mails: Read[], to: string): string {
  const items = mails.map(
    ({ mail, parsed }) => `<li><a href="/messages/${mail.id}">${escapeHtml(parsed.subject || '(no subject)')}</a><br>
      <span class="quiet">${escapeHtml(mail.recipients.join(', '))} · <time datetime="${mail.receivedAt}">${clock(mail.receivedAt)}</time>${
        parsed.attachments.length ? ` · ${parsed.attachments.length} attached` : ''
      }</span></li>`,
  );
  return page(
    'Mailbox',
    `<h1>Mailbox of the demonstration</h1>
     <p class="quiet">Every message the museum sends lands here; none leaves this machine.</p>
     <form><label for="to">Sent to</label><br><input id="to" name="to" type="email" value="${escapeHtml(to)}"> <button>Show</button></form>
     ${items.length ? `<ul class="mails">${items.join('')}</ul>` : `<p>${to ? 'No message went to this address.' : 'No message yet. Reload this page after booking.'}</p>`}`,
  );
}

/** One message: as HTML in a closed frame, as plain text, what is attached, and its headers. */
export function messagePage({ mail, parsed }: Read): string {
  const attachments = parsed.attachments.map(
    (attachment, index) =>
      `<li><a href="/messages/${mail.id}/attachments/${index}" download>${escapeHtml(attachmentName(attachment.filename, index))}</a>
       <span class="quiet">${escapeHtml(attachment.contentType)}, ${Math.max(1, Math.round(attachment.size / 1024))} kB</span></li>`,
  );
  const subject = parsed.subject || '(no subject)';
  return page(
    subject,
    `<p><a href="/">All messages</a></p><h1>${escapeHtml(subject)}</h1>
     <dl><dt>From</dt><dd>${escapeHtml(parsed.from?.text ?? mail.sender)}</dd><dt>To</dt><dd>${escapeHtml(mail.recipients.join(', '))}</dd>
     <dt>Received</dt><dd><time datetime="${mail.receivedAt}">${clock(mail.receivedAt)}</time></dd></dl>
     ${attachments.length ? `<h2>Attached</h2><ul>${attachments.join('')}</ul>` : ''}
     ${parsed.html ? `<h2>Message</h2><iframe sandbox="allow-popups allow-popups-to-escape-sandbox" src="/messages/${mail.id}/html" title="Message as HTML"></iframe>` : ''}
     ${parsed.text ? `<h2>Plain text</h2><pre>${escapeHtml(parsed.text)}</pre>` : ''}
     <details><summary>Headers</summary><pre>${escapeHtml(parsed.headerLines.map(({ line }) => line).join('\n'))}</pre></details>
     <p><a href="/messages/${mail.id}/raw">Source</a></p>`,
  );
}

export function missingPage(): string {
  return page('Not found', '<h1>No such message</h1><p><a href="/">All messages</a></p>');
}

/** A file name for an attachment, also when its sender gave none. */
export function attachmentName(filename: string | undefined | false, index: number): string {
  return filename || `attachment-${index + 1}`;
}

function clock(instant: string): string {
  return escapeHtml(
    new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(instant)),
  );
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(title)}</title><style>${style}</style></head><body><main>${body}</main></body></html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
