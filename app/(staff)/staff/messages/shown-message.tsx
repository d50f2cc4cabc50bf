import type { PreviewedMessage } from '#lib/booking/preview-messages.ts';
import type { PreviewedGroupMessage } from '#lib/groups/preview-group-messages.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';

/** One message as its reader gets it: subject, files, HTML and text side by side. The frame runs nothing and leads nowhere. */
export function ShownMessage({ message, t }: { message: PreviewedMessage | PreviewedGroupMessage; t: Translator }) {
  const name = t(`messageKinds.${message.kind}`);
  return (
    <section aria-labelledby={message.kind} className="stack">
      <h2 id={message.kind}>{name}</h2>
      <dl className="facts">
        <div>
          <dt>{t('messages.subject')}</dt>
          <dd lang={message.lang}>{message.subject}</dd>
        </div>
        <div>
          <dt>{t('messages.files')}</dt>
          <dd>{message.attachments.length > 0 ? message.attachments.join(', ') : t('messages.noFiles')}</dd>
        </div>
      </dl>
      <div className="mail-pair">
        <iframe
          className="mail-html"
          title={t('messages.asHtml', { message: name })}
          sandbox=""
          loading="lazy"
          srcDoc={message.html}
          lang={message.lang}
        />
        <textarea
          className="mail-text"
          readOnly
          lang={message.lang}
          aria-label={t('messages.asText', { message: name })}
          defaultValue={message.text}
        />
      </div>
    </section>
  );
}
