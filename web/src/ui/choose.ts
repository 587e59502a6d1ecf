import type { components } from '@/api/schema';

type Program = components['schemas']['Program'];
type Measure = components['schemas']['Measure'];
type Measures = components['schemas']['Listed'];

/** The program in the address, else the first real one, else the invented one. */
export function chooseProgram(programs: readonly Program[], id?: string): Program | undefined {
  return programs.find((p) => p.id === id) ?? programs.find((p) => !p.synthetic) ?? programs[0];
}

/** The measure in the address, else the one that the server says stands for the program. */
export function chooseMeasure(measures: Measures | undefined, id?: string): Measure | undefined {
  const items = measures?.items ?? [];
  return items.find((m) => m.id === id) ?? items.find((m) => m.id === measures?.main) ?? items[0];
}
