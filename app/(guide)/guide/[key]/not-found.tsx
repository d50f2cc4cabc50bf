import { StepHeading } from '#app/_ui/step-heading.tsx';
import { translator } from '#lib/platform/i18n/translator.ts';
import { defaultLocale } from '#lib/platform/locales.ts';

/** Unknown, altered and ended links look alike, and so does a tour that is somebody else's. */
export default function NotFound() {
  const t = translator(defaultLocale, 'guides');
  return (
    <main className="main">
      <div className="wrap">
        <StepHeading title={t('app.notHere')} lead={t('app.notHereText')} />
      </div>
    </main>
  );
}
