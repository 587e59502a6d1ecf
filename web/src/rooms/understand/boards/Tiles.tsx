import { closestCenter, DndContext, KeyboardSensor, PointerSensor, useSensor, useSensors, type Announcements, type DragEndEvent } from '@dnd-kit/core';
import { rectSortingStrategy, SortableContext, sortableKeyboardCoordinates, useSortable } from '@dnd-kit/sortable';
import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useText } from '@/i18n/useText';
import { Card } from '@/ui/Card';
import { readAnswersSearch } from '../answers/search';
import { readUnderstandSearch } from '../explore/search';
import { readHomeSearch } from '../home/search';
import { fromParams } from '../views/params';
import { moved, type Tile } from './tile';
import { TileBody } from './TileBody';
import classes from './Boards.module.css';

interface TilesProps {
  tiles: readonly Tile[];
  program: string;
  /** Keeps a new arrangement; absent where one may only look. */
  onArrange?: (tiles: Tile[]) => void;
}

/** The tiles of a dashboard; arranged by dragging, or by keyboard from their handles. */
export function Tiles({ tiles, program, onArrange }: TilesProps) {
  const { t } = useText();
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 6 } }), useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }));
  const nameOf = (id: string | number) => tiles.find((x) => x.id === id)?.name ?? '';
  const placeOf = (id?: string | number) => tiles.findIndex((x) => x.id === id) + 1;
  const announcements: Announcements = {
    onDragStart: ({ active }) => t('understand:boards.drag.start', { name: nameOf(active.id), place: placeOf(active.id), of: tiles.length }),
    onDragOver: ({ active, over }) => t('understand:boards.drag.over', { name: nameOf(active.id), place: placeOf(over?.id), of: tiles.length }),
    onDragEnd: ({ active, over }) => t('understand:boards.drag.end', { name: nameOf(active.id), place: placeOf(over?.id), of: tiles.length }),
    onDragCancel: ({ active }) => t('understand:boards.drag.cancel', { name: nameOf(active.id) }),
  };
  const drop = ({ active, over }: DragEndEvent) => {
    if (over && active.id !== over.id) onArrange?.(moved(tiles, String(active.id), String(over.id)));
  };
  const change = (id: string, with_: Partial<Tile>) => onArrange?.(tiles.map((x) => (x.id === id ? { ...x, ...with_ } : x)));

  if (!onArrange) {
    return (
      <div className={classes.grid}>
        {tiles.map((tile) => <div key={tile.id} className={tile.wide ? classes.wide : undefined}><TileCard tile={tile} program={program} /></div>)}
      </div>
    );
  }
  return (
    <DndContext
      sensors={sensors} collisionDetection={closestCenter} onDragEnd={drop}
      accessibility={{ announcements, screenReaderInstructions: { draggable: t('understand:boards.drag.how') } }}
    >
      <SortableContext items={tiles.map((x) => x.id)} strategy={rectSortingStrategy}>
        <div className={classes.grid}>
          {tiles.map((tile) => (
            <Arranged key={tile.id} tile={tile} program={program}>
              <Button variant="subtle" size="compact-xs" aria-label={t(tile.wide ? 'understand:boards.narrowOf' : 'understand:boards.widenOf', { name: tile.name })} onClick={() => change(tile.id, { wide: tile.wide ? undefined : true })}>
                {t(tile.wide ? 'understand:boards.narrow' : 'understand:boards.widen')}
              </Button>
              <Button variant="subtle" size="compact-xs" aria-label={t('understand:boards.takeOffOf', { name: tile.name })} onClick={() => onArrange(tiles.filter((x) => x.id !== tile.id))}>
                {t('understand:boards.takeOff')}
              </Button>
            </Arranged>
          ))}
        </div>
      </SortableContext>
    </DndContext>
  );
}

function Arranged({ tile, program, children }: { tile: Tile; program: string; children: ReactNode }) {
  const { t } = useText();
  const { attributes, listeners, setNodeRef, setActivatorNodeRef, transform, transition, isDragging } = useSortable({ id: tile.id });
  const style = { transform: transform ? `translate3d(${transform.x}px, ${transform.y}px, 0)` : undefined, transition };
  const handle = (
    <button ref={setActivatorNodeRef} type="button" className={classes.handle} {...attributes} {...listeners} aria-label={t('understand:boards.drag.handle', { name: tile.name })}>
      <svg width="12" height="16" aria-hidden="true">{[3, 8, 13].flatMap((y) => [3, 9].map((x) => <circle key={`${x} ${y}`} cx={x} cy={y} r="1.4" />))}</svg>
    </button>
  );
  return (
    <div ref={setNodeRef} style={style} className={tile.wide ? classes.wide : undefined} data-dragging={isDragging || undefined}>
      <TileCard tile={tile} program={program} actions={<>{children}{handle}</>} />
    </div>
  );
}

function TileCard({ tile, program, actions }: { tile: Tile; program: string; actions?: ReactNode }) {
  return <Card title={<TileLink tile={tile} program={program} />} actions={actions}><TileBody tile={tile} program={program} /></Card>;
}

// The tile's name leads to its screen, narrowed as the tile is.
function TileLink({ tile, program }: { tile: Tile; program: string }) {
  const raw = { ...fromParams(tile.params), program };
  if (tile.path === '/answers') return <Link to="/answers" search={readAnswersSearch(raw)} className={classes.name}>{tile.name}</Link>;
  if (tile.path === '/understand') return <Link to="/understand" search={readUnderstandSearch(raw)} className={classes.name}>{tile.name}</Link>;
  return <Link to="/" search={readHomeSearch(raw)} className={classes.name}>{tile.name}</Link>;
}
