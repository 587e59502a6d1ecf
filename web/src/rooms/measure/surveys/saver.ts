/** How far what was written is kept. */
export type Saving = { kept: true } | { kept: false; problem?: unknown };

/**
 * Keeps what is offered a moment after the last offer, one sending at a time,
 * and the newest again where it changed meanwhile. After a problem nothing is
 * sent until something is offered again or `flush` is called.
 */
export class Saver<T> {
  private state: Saving = { kept: true };
  private waiting: T | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private busy = false;
  private readonly heard = new Set<() => void>();

  constructor(
    private readonly send: (value: T) => Promise<void>,
    private readonly pause = 700,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.heard.add(listener);
    return () => void this.heard.delete(listener);
  };

  readonly saving = (): Saving => this.state;

  readonly offer = (value: T): void => {
    this.waiting = value;
    this.tell({ kept: false });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.flush(), this.pause);
  };

  readonly flush = async (): Promise<void> => {
    clearTimeout(this.timer);
    if (this.busy || this.waiting === undefined) return;
    const value = this.waiting;
    this.waiting = undefined;
    this.busy = true;
    try {
      await this.send(value);
      if (this.waiting === undefined) this.tell({ kept: true });
    } catch (problem) {
      this.waiting ??= value;
      this.tell({ kept: false, problem });
      return;
    } finally {
      this.busy = false;
    }
    await this.flush();
  };

  private tell(state: Saving) {
    this.state = state;
    this.heard.forEach((listener) => listener());
  }
}
