'use client';

import { type FormEvent, useEffect, useState } from 'react';
import { StandInBanner } from '#app/_ui/stand-in-banner.tsx';
import { paths } from '#lib/platform/paths.ts';
import { useWords } from './desk-words.ts';

type DeskBarProps = {
  standIns: string | null;
  staffName: string;
  station: string;
  setStation: (name: string) => void;
  isLoud: boolean;
  setLoud: (on: boolean) => void;
  unsent: number;
  sendAgain: () => Promise<void>;
};

/** What stands above the desk: which desk this is, who works here, and whether everything was sent. */
export function DeskBar({
  standIns,
  staffName,
  station,
  setStation,
  isLoud,
  setLoud,
  unsent,
  sendAgain,
}: DeskBarProps) {
  const { t } = useWords();
  const [name, setName] = useState(station);
  useEffect(() => setName(station), [station]);
  const save = (event: FormEvent) => {
    event.preventDefault();
    const next = name.trim().slice(0, 80);
    if (next) setStation(next);
  };
  return (
    <header>
      {standIns ? <StandInBanner text={standIns} /> : null}
      <div className="desk-bar">
        <h1 className="desk-title">{t('title')}</h1>
        <details className="desk-station">
          <summary>{station}</summary>
          <form onSubmit={save}>
            <label htmlFor="desk-station-name">{t('station.label')}</label>
            <input
              id="desk-station-name"
              className="input"
              value={name}
              maxLength={80}
              required
              onChange={(event) => setName(event.target.value)}
              aria-describedby="desk-station-hint"
            />
            <small id="desk-station-hint">{t('station.hint')}</small>
            <button type="submit" className="btn">
              {t('station.save')}
            </button>
          </form>
        </details>
        <p className={unsent > 0 ? 'word warn' : 'soft'} role="status">
          {t('unsent', { count: unsent })}
        </p>
        {unsent > 0 ? (
          <button type="button" className="btn plain short" onClick={() => void sendAgain()}>
            {t('actions.sendNow')}
          </button>
        ) : null}
        <button type="button" className="btn plain short" aria-pressed={isLoud} onClick={() => setLoud(!isLoud)}>
          {t(isLoud ? 'sound.on' : 'sound.off')}
        </button>
        <p className="desk-who">
          <span>{staffName}</span> <a href={paths.staffToday()}>{t('staffPages')}</a>
        </p>
      </div>
    </header>
  );
}
