import { randomBytes } from 'node:crypto';
import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { challengedOf, visitorClientOf } from '#app/_http/visitor-client.ts';
import { BackLink } from '#app/_ui/back-link.tsx';
import { Notice } from '#app/_ui/notice.tsx';
import { StepHeading } from '#app/_ui/step-heading.tsx';
import { readChallenge, waitLeft, writeChallenge } from '#lib/identity/proof.ts';
import { translator } from '#lib/platform/i18n/translator.ts';
import { isLocale } from '#lib/platform/locales.ts';
import { paths } from '#lib/platform/paths.ts';
import { orderLinkSecret, visitorRequest } from '#lib/platform/request.ts';
import { getSettings } from '#lib/platform/settings.ts';
import { dateAt, formatDate } from '#lib/platform/time.ts';
import { Frame } from '../../frame.tsx';
import { ProofButton } from './proof-button.tsx';
import { readChoice } from './read-choice.ts';

type Props = {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  if (!isLocale(locale)) return {};
  return { title: translator(locale, 'rush')('proof.title'), robots: { index: false } };
}

/** The check that is asked for when one client holds many visits: the browser works, or the visitor waits; then they go on. */
export default async function CheckPage({ params, searchParams }: Props) {
  const { locale } = await params;
  const query = await searchParams;
  const choice = readChoice(query);
  if (!isLocale(locale) || !choice) notFound();
  const { db, now } = visitorRequest(locale);
  const settings = await getSettings(db, dateAt(now, 'UTC'));
  const client = challengedOf(visitorClientOf({ headers: await headers() }));
  const secret = orderLinkSecret();
  const given = typeof query.challenge === 'string' ? query.challenge : undefined;
  const running = readChallenge(secret, given, client, now.getTime());
  const challenge =
    running && given
      ? given
      : writeChallenge(secret, { id: randomBytes(12).toString('hex'), issuedAt: now.getTime() }, client);
  const left = running ? waitLeft(running, settings.proof_wait_seconds, now.getTime()) : settings.proof_wait_seconds;
  const t = translator(locale, 'rush');
  const refused = ['failed', 'wait', 'too_many_holds'].find((code) => code === query.refused);
  const minutes = /^\d{1,3}$/.test(String(query.minutes)) ? Number(query.minutes) : 20;
  const back = paths.day(locale, choice.product, choice.date, { people: choice.people, code: choice.code });
  return (
    <Frame locale={locale} here={(other) => paths.check(other, { ...choice })}>
      <BackLink href={back}>{t('proof.back')}</BackLink>
      <StepHeading title={t('proof.title')} lead={t('proof.why')} />
      {refused ? (
        <Notice kind="refused" live>
          {refused === 'failed'
            ? t('proof.failed')
            : refused === 'wait'
              ? t('proof.wait', { seconds: Math.max(1, left) })
              : t('proof.tooMany', { minutes })}
        </Notice>
      ) : null}
      <p>{t('proof.chosen', { people: choice.people, date: formatDate(choice.date) })}</p>
      {refused === 'too_many_holds' ? null : (
        <form className="stack" method="post" action={paths.hold(locale)}>
          {Object.entries(choice).map(([name, value]) =>
            value === undefined ? null : <input key={name} type="hidden" name={name} value={value} />,
          )}
          <input type="hidden" name="challenge" value={challenge} />
          <p>{t('proof.byBrowser')}</p>
          <p className="soft">{t('proof.byWaiting', { seconds: settings.proof_wait_seconds })}</p>
          <ProofButton
            challenge={challenge}
            bits={settings.proof_bits}
            words={{ start: t('proof.start'), working: t('proof.working'), failed: t('proof.failed') }}
          />
        </form>
      )}
    </Frame>
  );
}
