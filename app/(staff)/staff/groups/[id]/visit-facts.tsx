import { InstantText } from '#app/_ui/date-time.tsx';
import { SummaryList, type SummaryRow } from '#app/_ui/summary-list.tsx';
import type { VisitFile } from '#lib/groups/visit-files.ts';
import type { VisitHistory } from '#lib/groups/visit-history.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { paths } from '#lib/platform/paths.ts';
import type { PartProps } from './part.ts';

/** Who comes and who answers for them, what they need, what they have handed in. */
export function VisitFacts(props: PartProps & { files: VisitFile[]; passedOver: VisitHistory['passedOver'] }) {
  const { t, view, locale, zone, files, passedOver } = props;
  const { visit, institution } = view;
  const spoken = translator(locale, 'staff');
  const row = (key: string, value: SummaryRow['value'] | null | undefined): SummaryRow[] =>
    value === null || value === undefined || value === '' ? [] : [{ key, term: t(`facts.${key}`), value }];
  return (
    <div className="stack-wide">
      <section className="stack" aria-labelledby="party">
        <h2 id="party">{t('facts.party')}</h2>
        <SummaryList
          rows={[
            ...row(
              'people',
              t('facts.peopleOf', {
                people: visit.pupils + visit.teachers + visit.parents + visit.aides,
                pupils: visit.pupils,
                teachers: visit.teachers,
                parents: visit.parents,
                aides: visit.aides,
              }),
            ),
            ...row('ages', visit.ageFrom === null ? null : `${visit.ageFrom}–${visit.ageUntil}`),
            ...row('grades', visit.grades),
            ...row('shift', visit.shift && t(`facts.shifts.${visit.shift}`)),
            ...row('language', spoken(`spoken.${visit.tourLanguage}`)),
            ...row('flexible', t(visit.isFlexible ? 'facts.yes' : 'facts.no')),
            ...row('ownGuide', visit.hasOwnGuide ? t('facts.yes') : null),
            ...row('theme', visit.theme),
            ...row('needs', visit.accessNeeds),
            ...row('bus', visit.bus),
            ...row('note', visit.note),
            ...row('moveAsked', visit.moveAskedAt && <InstantText at={visit.moveAskedAt} zone={zone} />),
            ...row(
              'dayAnswer',
              visit.dayAnswer && t(`facts.dayAnswers.${visit.dayAnswer}`, { people: visit.dayPeople ?? 0 }),
            ),
            ...row('late', visit.lateMinutes && t('facts.lateOf', { minutes: visit.lateMinutes })),
            ...row('received', visit.submittedAt && <InstantText at={visit.submittedAt} zone={zone} />),
          ]}
        />
        {visit.state === 'waitlisted' && passedOver && t.has(`passed.${passedOver.why}`) ? (
          <p>
            {t(`passed.${passedOver.why}`)} {t('passed.rankKept')}
          </p>
        ) : null}
      </section>
      <section className="stack" aria-labelledby="contacts">
        <h2 id="contacts">{t('facts.contacts')}</h2>
        <SummaryList
          rows={[
            ...row('institution', institution && [institution.name, institution.district].filter(Boolean).join(', ')),
            ...row('booker', visit.bookerName),
            ...row('email', visit.email && <a href={`mailto:${visit.email}`}>{visit.email}</a>),
            ...row('phone', visit.phone && <a href={`tel:${visit.phone.replace(/[^+\d]/g, '')}`}>{visit.phone}</a>),
            ...row('leader', [visit.leaderName, visit.leaderPhone].filter(Boolean).join(', ')),
            ...row('payWay', visit.payWay && t(`facts.payWays.${visit.payWay}`)),
            ...row('payer', [visit.payerName, visit.payerTaxNumber, visit.payerAddress].filter(Boolean).join(', ')),
          ]}
        />
      </section>
      <section className="stack" aria-labelledby="letters">
        <h2 id="letters">{t('facts.letters')}</h2>
        {files.length === 0 ? (
          <p className="soft">{t('facts.noLetters')}</p>
        ) : (
          <ul className="listed">
            {files.map((file) => (
              <li key={file.id}>
                <a href={paths.staffGroupFile(visit.id, file.id)} download>
                  {file.fileName}
                </a>{' '}
                <span className="small soft">
                  {t(`facts.fileKinds.${file.kind}`)}, {t('facts.kilobytes', { size: Math.ceil(file.size / 1024) })},{' '}
                  <InstantText at={file.at} zone={zone} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}
