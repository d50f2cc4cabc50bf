import { Notice } from '#app/_ui/notice.tsx';
import { fireLimitRefusals } from '#lib/capacity/change-fire-limit.ts';
import { overrideRefusals } from '#lib/capacity/override-capacity.ts';
import type { Translator } from '#lib/platform/i18n/translator.ts';
import { openSlotRefusals } from '#lib/schedule/open-dormant-slot.ts';

/** What has just become of adding places or of the fire limit, as the address tells; only known words are shown. */
export function OverrideTold(props: { t: Translator; done?: string; refused?: string; most?: string }) {
  const { t } = props;
  const done = (['places', 'fire_limit', 'opened'] as const).find((one) => one === props.done);
  if (done) {
    return (
      <Notice kind="done" live>
        {t(`done.${done}`)}
      </Notice>
    );
  }
  const override = overrideRefusals.find((code) => code === props.refused);
  const fire = fireLimitRefusals.find((code) => `fire_${code}` === props.refused);
  const open = openSlotRefusals.find((code) => `open_${code}` === props.refused);
  if (open) {
    return (
      <Notice kind="refused" live>
        {t(`open.refused.${open}`)}
      </Notice>
    );
  }
  if (!override && !fire) return null;
  const most = /^\d{1,5}$/.test(props.most ?? '') ? Number(props.most) : 0;
  return (
    <Notice kind="refused" live>
      {override ? t(`refused.${override}`) : t(`fire.refused.${fire}`, { most })}
    </Notice>
  );
}
