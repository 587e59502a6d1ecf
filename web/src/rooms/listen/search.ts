import { interviewStates, type Interview } from './wire';

export interface StudiesSearch {
  program?: string;
}

export interface StudySearch {
  state?: Interview['state'];
  overdue?: true;
  q?: string;
}

export function readStudiesSearch(raw: Record<string, unknown>): StudiesSearch {
  return typeof raw.program === 'string' && raw.program ? { program: raw.program } : {};
}

export function readStudySearch(raw: Record<string, unknown>): StudySearch {
  const state = interviewStates.find((s) => s === raw.state);
  return {
    ...(state ? { state } : {}),
    ...(raw.overdue === true ? { overdue: true as const } : {}),
    ...(typeof raw.q === 'string' && raw.q ? { q: raw.q } : {}),
  };
}
