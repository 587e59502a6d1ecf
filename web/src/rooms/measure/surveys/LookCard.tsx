import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { useAround, type Palette } from './building';
import { ColourField } from './ColourField';
import type { Draft, Theme } from './draft';
import { LogoField } from './LogoField';
import { Wrong } from './Wrong';
import classes from './Look.module.css';

const parts = ['background', 'text', 'accent'] as const;

/** The look of the page that people answer: colours of the brand, and what the page makes of them, light and dark. */
export function LookCard({ survey, draft, change }: { survey: string; draft: Draft; change: (to: Draft, about?: string) => void }) {
  const { t } = useText();
  const { light, dark } = useAround();
  const theme = draft.settings.theme ?? {};
  const set = (with_: Partial<Theme>, about?: string) => change({ ...draft, settings: { ...draft.settings, theme: { ...theme, ...with_ } } }, about && `theme ${about}`);
  return (
    <Card title={t('surveys:theme.title')} note={t('surveys:theme.note')}>
      <div className={classes.look}>
        <div className={classes.colours}>
          {parts.map((part) => <ColourField key={part} label={t(`surveys:theme.${part}`)} own={light?.[part] ?? '#888888'} value={theme[part]} onChange={(colour) => set({ [part]: colour }, part)} />)}
        </div>
        <LogoField survey={survey} languages={draft.languages} theme={theme} onChange={set} />
        <Wrong path="settings.theme" />
        {light && dark && (
          <div className={classes.samples}>
            <Sample name={t(light.background === dark.background ? 'surveys:theme.both' : 'surveys:theme.light')} palette={light} />
            {light.background !== dark.background && <Sample name={t('surveys:theme.dark')} palette={dark} />}
          </div>
        )}
      </div>
    </Card>
  );
}

// A bit of the page in its colours; only to be looked at.
function Sample({ name, palette: p }: { name: string; palette: Palette }) {
  const { t } = useText();
  return (
    <figure className={classes.sample}>
      <figcaption>{name}</figcaption>
      <div aria-hidden="true" className={classes.paper} style={{ background: p.background, color: p.text, borderColor: p.line }}>
        <strong>{t('surveys:theme.question')}</strong>
        <span style={{ color: p.soft }}>{t('surveys:theme.hint')}</span>
        <span className={classes.points}>
          {[1, 2, 3, 4, 5].map((n) => <span key={n} style={n === 4 ? { background: p.pick, borderColor: p.pick, color: p.card } : { background: p.card, borderColor: p.edge, color: p.pick }}>{n}</span>)}
        </span>
        <span style={{ color: p.mark, fontWeight: 600 }}>{t('surveys:theme.missing')}</span>
        <span className={classes.button} style={{ background: p.accent, borderColor: p.mark, color: p.on_accent }}>{t('surveys:theme.button')}</span>
      </div>
    </figure>
  );
}
