import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { renderSVG } from 'uqr';
import { useMay } from '@/access/session';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { CopyOnce } from '@/ui/CopyOnce';
import { EmptyState } from '@/ui/EmptyState';
import { QRCode } from '@/ui/QRCode';
import { keep, pngFile, svgFile } from '@/ui/picture';
import type { Survey } from './wire';
import classes from './Surveys.module.css';

/** The open link of a survey, and its QR code to print. */
export function ShareCard({ survey }: { survey: Survey }) {
  const { t } = useText();
  const mayAsk = useMay('outreach.write');
  const link = `${window.location.origin}/s/${survey.slug}`;
  if (survey.state !== 'open') return <Card title={t('surveys:share.title')}><EmptyState title={t('surveys:share.none')}>{t('surveys:share.noneWhy')}</EmptyState></Card>;
  const drawing = () => {
    const svg = new DOMParser().parseFromString(renderSVG(link, { ecc: 'M', border: 4 }), 'image/svg+xml').documentElement as unknown as SVGSVGElement;
    svg.setAttribute('width', '512');
    svg.setAttribute('height', '512');
    return svg;
  };
  return (
    <Card title={t('surveys:share.title')} note={t('surveys:share.note')} actions={mayAsk && <Button component={Link} to="/outreach/waves/new" search={{ survey: survey.id } as never}>{t('surveys:share.ask')}</Button>}>
      <div className={classes.column}>
        <CopyOnce label={t('surveys:share.link')} secret={link} note={t('surveys:share.linkNote')} />
        <CopyOnce label={t('surveys:share.embed')} secret={`<iframe src="${link}" title="${survey.name.replace(/[&"<>]/g, (c) => `&#${c.charCodeAt(0)};`)}" style="width:100%;height:720px;border:0" loading="lazy"></iframe>`} note={t('surveys:share.embedNote')} />
        <div className={classes.checks}>
          <QRCode text={link} label={t('surveys:share.code', { name: survey.name })} />
          <div className={classes.checks}>
            <Button variant="default" onClick={() => keep(svgFile(drawing()), `${survey.slug}.svg`)}>{t('surveys:share.svg')}</Button>
            <Button variant="default" onClick={() => void pngFile(drawing()).then((file) => keep(file, `${survey.slug}.png`))}>{t('surveys:share.png')}</Button>
          </div>
        </div>
      </div>
    </Card>
  );
}
