import { marks, natures, type Channel, type Lack, type Matrix, type Touchpoint, type Unlisted } from '../wire';

/** What stands at one interaction on one channel. */
export interface Cell {
  channel: Channel;
  touchpoint?: Touchpoint;
  unlisted?: Unlisted;
}

/** One interaction: what customers do, on each channel. */
export interface Interaction {
  name: string;
  cells: Cell[];
  /** In 90 days, over its channels; undefined where nobody knows. */
  times?: number;
}

/** The interactions of a stage; of no stage where it has no id. */
export interface StageRows {
  id: string;
  name: string;
  rows: Interaction[];
  complete: number;
  total: number;
}

const plain = (text: string) => text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim();

/** The marks that a touchpoint is without. */
export const missing = (lacks: readonly Lack[]): (typeof marks)[number][] => marks.filter((m) => lacks.includes(m));

/** Channels as they stand side by side: by nature, and in their own order. */
export const columnsOf = (channels: readonly Channel[]): Channel[] => natures.flatMap((nature) => channels.filter((c) => c.nature === nature));

/** The rows of the register by stage. A touchpoint of several stages stands in each. */
export function stagesOf(matrix: Matrix, shown: readonly Channel[]): StageRows[] {
  const stages = [...matrix.stages.map((s) => ({ id: s.id, name: s.name })), { id: '', name: '' }];
  return stages
    .map((stage) => {
      const here = matrix.touchpoints.filter((x) => (stage.id ? x.stage_ids.includes(stage.id) : x.stage_ids.length === 0));
      const names = [...new Map(here.map((x) => [plain(x.name), x.name])).values()];
      return {
        ...stage, rows: names.map((name) => interactionOf(name, here, matrix.unlisted, shown)),
        complete: here.filter((x) => missing(x.lacks).length === 0).length, total: here.length,
      };
    })
    .filter((s) => s.rows.length > 0);
}

function interactionOf(name: string, here: readonly Touchpoint[], unlisted: readonly Unlisted[], shown: readonly Channel[]): Interaction {
  const own = here.filter((x) => plain(x.name) === plain(name));
  const cells = shown.map((channel) => ({
    channel, touchpoint: own.find((x) => x.channel_id === channel.id),
    unlisted: unlisted.find((u) => u.channel_id === channel.id && plain(u.name) === plain(name)),
  }));
  const counted = own.filter((x) => x.times !== undefined);
  return { name, cells, times: counted.length > 0 ? counted.reduce((sum, x) => sum + (x.times ?? 0), 0) : undefined };
}

/** What is seen and stands in no cell of the rows shown. */
export function leftOver(matrix: Matrix, stages: readonly StageRows[]): Unlisted[] {
  const placed = new Set(stages.flatMap((s) => s.rows.flatMap((r) => r.cells.filter((c) => !c.touchpoint).map((c) => c.unlisted?.key))));
  return matrix.unlisted.filter((u) => !placed.has(u.key));
}
