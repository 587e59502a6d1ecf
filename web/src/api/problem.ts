/** One field of the input that the server refuses. */
export interface ProblemField {
  field: string;
  message: string;
  key?: string;
}

/** Codes of the server, and `offline` for a request that reached none. */
export type ProblemCode =
  | 'invalid'
  | 'not_found'
  | 'conflict'
  | 'forbidden'
  | 'unauthenticated'
  | 'too_many'
  | 'unavailable'
  | 'internal'
  | 'offline';

/** An answer of the server that is not the one asked for (RFC 9457). */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly status: number;
  readonly key: string | undefined;
  readonly fields: readonly ProblemField[];

  constructor(init: { code: ProblemCode; status: number; detail: string; key?: string; fields?: readonly ProblemField[] }) {
    super(init.detail);
    this.name = 'Problem';
    this.code = init.code;
    this.status = init.status;
    this.key = init.key;
    this.fields = init.fields ?? [];
  }
}

const codeOfStatus: Record<number, ProblemCode> = {
  400: 'invalid',
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  412: 'conflict',
  413: 'invalid',
  422: 'invalid',
  429: 'too_many',
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
};

/** Reads the problem out of a failed response; a body that is none still gives one. */
export async function problemOf(response: Response): Promise<Problem> {
  const code = codeOfStatus[response.status] ?? 'internal';
  try {
    const body = (await response.json()) as Record<string, unknown>;
    const errors = Array.isArray(body.errors) ? (body.errors as Record<string, unknown>[]) : [];
    return new Problem({
      code: (typeof body.code === 'string' && body.code ? body.code : code) as ProblemCode,
      status: response.status,
      detail: typeof body.detail === 'string' ? body.detail : '',
      key: typeof body.key === 'string' && body.key ? body.key : undefined,
      fields: errors.map(fieldOf),
    });
  } catch {
    return new Problem({ code, status: response.status, detail: '' });
  }
}

// The framework's own checks name a field by `location`: "body.name".
function fieldOf(raw: Record<string, unknown>): ProblemField {
  const place = String(raw.field ?? raw.location ?? '');
  return {
    field: place.replace(/^body\./, ''),
    message: String(raw.message ?? ''),
    key: typeof raw.key === 'string' && raw.key ? raw.key : undefined,
  };
}

// What browsers say of a request, or of a part of the page, that did not come;
// other TypeErrors are faults of ours.
const lost = /failed to fetch|networkerror|load failed|dynamically imported module|importing a module/i;

/** Whatever was thrown, as a Problem. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  if (thrown instanceof TypeError && lost.test(thrown.message)) return new Problem({ code: 'offline', status: 0, detail: '' });
  return new Problem({ code: 'internal', status: 0, detail: '' });
}
