import type { KeyboardEvent, PointerEvent } from 'react';
import { useState } from 'react';
import { useFormat } from '@/format/context';
import { useText } from '@/i18n/useText';
import { axisFor } from '@/ui/axis';
import { useWidth } from '@/ui/useWidth';
import type { SizePoint } from './wire';
import classes from './Segments.module.css';

const height = 220;
const foot = 22;

/** The size of a segment month by month; walked with the arrow keys, read out beside the line. */
export function SizesChart({ sizes, smallest }: { sizes: readonly SizePoint[]; smallest: number }) {
  const { t } = useText();
  const format = useFormat();
  const { ref, width: found } = useWidth();
  const width = Math.max(found, 200);
  const [chosen, setChosen] = useState(sizes.length - 1);
  const told = sizes.flatMap((p) => (p.size === null ? [] : [p.size]));
  const axis = axisFor([0, ...told], 0, Math.max(10, ...told) * 2);
  const left = 14 + 7.4 * Math.max(...axis.ticks.map((v) => format.number(v).length));
  const step = (width - left - 12) / Math.max(1, sizes.length - 1);
  const x = (i: number) => left + 4 + i * step;
  const y = (n: number) => 10 + ((axis.max - n) / (axis.max - axis.min)) * (height - foot - 16);
  const month = (p: SizePoint) => format.monthOf(p.period.from);
  const words = (p: SizePoint) => (p.size === null ? t(`segments:hidden.${p.hidden ?? 'few'}`, { n: format.number(smallest) }) : format.number(p.size));
  const here = sizes[Math.min(chosen, sizes.length - 1)];
  const every = Math.max(1, Math.ceil(sizes.length / Math.max(2, Math.floor((width - left) / 84))));

  const walk = (event: KeyboardEvent) => {
    const to = { ArrowLeft: chosen - 1, ArrowRight: chosen + 1, Home: 0, End: sizes.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    setChosen(Math.min(sizes.length - 1, Math.max(0, to)));
  };
  const point = (event: PointerEvent) => {
    const at = event.clientX - event.currentTarget.getBoundingClientRect().left;
    setChosen(Math.min(sizes.length - 1, Math.max(0, Math.round((at - left - 4) / step))));
  };

  return (
    <div
      ref={ref} className={classes.chart} role="slider" tabIndex={0} aria-label={t('segments:over.label')} aria-valuemin={1} aria-valuemax={sizes.length}
      aria-valuenow={chosen + 1} onKeyDown={walk} onPointerMove={point}
      aria-valuetext={here && t('segments:over.spoken', { month: month(here), size: words(here), all: here.of === null ? t('segments:over.untold') : format.number(here.of) })}
    >
      {here && (
        <p className={classes.read}>
          <strong>{words(here)}</strong>
          <span>{here.size !== null && here.of ? t('segments:over.share', { share: format.percent(here.size / here.of, here.size * 10 < here.of ? 1 : 0), all: format.number(here.of) }) : null}</span>
          <span>{month(here)}</span>
        </p>
      )}
      <svg width={width} height={height} aria-hidden="true">
        {axis.ticks.map((v) => (
          <g key={v}>
            <line className={classes.floor} x1={left} x2={width} y1={y(v)} y2={y(v)} />
            <text className={classes.tick} x={left - 8} y={y(v) + 4} textAnchor="end">{format.number(v)}</text>
          </g>
        ))}
        <line className={classes.here} x1={x(chosen)} x2={x(chosen)} y1={6} y2={height - foot} />
        {sizes.map((p, i) => {
          const before = sizes[i - 1];
          return before && before.size !== null && p.size !== null && (
            <line key={p.period.from} className={classes.path} x1={x(i - 1)} y1={y(before.size)} x2={x(i)} y2={y(p.size)} />
          );
        })}
        {sizes.map((p, i) => p.size !== null && (
          <circle key={p.period.from} className={i === chosen ? classes.chosenDot : classes.dot} cx={x(i)} cy={y(p.size)} r={i === chosen ? 4.5 : 2.6} />
        ))}
        {sizes.map((p, i) => (sizes.length - 1 - i) % every === 0 && (
          <text key={p.period.from} className={classes.tick} x={x(i)} y={height - 4} textAnchor={i === sizes.length - 1 ? 'end' : 'middle'}>{format.monthOf(p.period.from, true)}</text>
        ))}
      </svg>
    </div>
  );
}
