import type { Measure, Program } from '../wire';

/** The program in the address, else the first real one, else the invented one. */
export function chooseProgram(programs: readonly Program[], id?: string): Program | undefined {
  return programs.find((p) => p.id === id) ?? programs.find((p) => !p.synthetic) ?? programs[0];
}

/** The measure in the address, else a recommendation, else satisfaction as a whole (a yes or no before ratings of parts), else the first. */
export function chooseMeasure(measures: readonly Measure[], id?: string): Measure | undefined {
  return (
    measures.find((m) => m.id === id) ??
    measures.find((m) => m.metric === 'nps') ??
    measures.find((m) => m.intent === 'satisfaction' && m.metric === 'share') ??
    measures.find((m) => m.intent === 'satisfaction') ??
    measures[0]
  );
}
