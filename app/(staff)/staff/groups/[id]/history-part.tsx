import { randomUUID } from 'node:crypto';
import { Button } from '#app/_ui/button.tsx';
import { InstantText } from '#app/_ui/date-time.tsx';
import { Table } from '#app/_ui/table.tsx';
import type { VisitMessage, VisitMoment } from '#lib/groups/visit-history.ts';
import { sendAgain } from './act-actions.ts';
import { sentenceOf } from './history-words.ts';
import type { PartProps } from './part.ts';

/** What has happened, the oldest first: each step with who took it and what was written to the group, to be sent again. */
export function HistoryPart(props: PartProps & { moments: VisitMoment[]; mayChange: boolean }) {
  const { t, locale, zone, moments } = props;
  const head = (key: string) => ({ key, head: t(`history.columns.${key}`) });
  return (
    <Table
      caption={t('history.title')}
      rows={moments}
      rowKey={(moment) => moment.key}
      columns={[
        { ...head('at'), isRowHead: true, cell: (moment) => <InstantText at={moment.at} zone={zone} /> },
        { ...head('what'), cell: (moment) => sentenceOf(t, locale, moment).what },
        { ...head('who'), cell: (moment) => sentenceOf(t, locale, moment).who },
        {
          ...head('mail'),
          cell: (moment) => moment.messages.map((message) => <Mail key={message.id} {...props} message={message} />),
        },
      ]}
    />
  );
}

function Mail({ t, view, message, mayChange }: PartProps & { message: VisitMessage; mayChange: boolean }) {
  const { visit } = view;
  const name = t.has(`mails.${message.kind}`) ? t(`mails.${message.kind}`) : message.kind;
  return (
    <div>
      {name}{' '}
      <span className="small soft">
        {t(`mailStates.${message.state}`)}, {message.recipient}
      </span>
      {mayChange && visit.email && message.state !== 'queued' ? (
        <form action={sendAgain}>
          <input type="hidden" name="visitId" value={visit.id} />
          <input type="hidden" name="seen" value={visit.state} />
          <input type="hidden" name="messageId" value={message.id} />
          <input type="hidden" name="requestKey" value={randomUUID()} />
          <Button look="plain" size="short" aria-label={t('history.againOne', { name })}>
            {t('history.again')}
          </Button>
        </form>
      ) : null}
    </div>
  );
}
