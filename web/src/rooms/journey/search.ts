import { marks, natures, type Lack } from './wire';

/** What the address of the register says: what is shown, and what is being edited. */
export interface RegisterSearch {
  program?: string;
  stage?: string;
  channel?: string;
  nature?: (typeof natures)[number];
  owner?: string;
  lacks?: Lack;
  q?: string;
}

const lacks: readonly string[] = [...marks, 'volume'];

export function readRegisterSearch(raw: Record<string, unknown>): RegisterSearch {
  const text = (key: string) => (typeof raw[key] === 'string' && raw[key] ? { [key]: raw[key] } : {});
  return {
    ...text('program'), ...text('stage'), ...text('channel'), ...text('owner'), ...text('q'),
    ...((natures as readonly unknown[]).includes(raw.nature) ? { nature: raw.nature as RegisterSearch['nature'] } : {}),
    ...(lacks.includes(String(raw.lacks)) ? { lacks: raw.lacks as Lack } : {}),
  };
}
