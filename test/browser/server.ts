import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, watch } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

const binary = resolve(import.meta.dirname, process.env.BALCONY_BINARY ?? '../../bin/balcony');

/** A running Balcony on a free port, with a data folder of its own. */
export interface Server {
  url: string;
  dir: string;
  /** The one-time link that makes the first owner. */
  link: () => string;
  stop: () => Promise<void>;
}

/** Starts the built binary and waits until it listens. */
export async function start(): Promise<Server> {
  const home = mkdtempSync(join(tmpdir(), 'balcony-browser-'));
  const dir = join(home, 'data');
  const address = join(home, 'address');
  const child = spawn(binary, ['serve', '--data', dir, '--port', '0', '--address-file', address], {
    env: { ...process.env, TMPDIR: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stdout.on('data', (d: Buffer) => (said += d.toString()));
  child.stderr.on('data', (d: Buffer) => (said += d.toString()));
  try {
    const where = (await appears(address, child, () => said)).trim();
    return {
      url: where.startsWith('http') ? where : `http://${where}`,
      dir,
      link: () => readFileSync(join(dir, 'first-owner-link'), 'utf8').trim(),
      stop: () => stopped(child, home),
    };
  } catch (failure) {
    await stopped(child, home);
    throw failure;
  }
}

// Waits for a file with something in it: told by the folder, not by a clock.
function appears(path: string, child: ChildProcess, said: () => string): Promise<string> {
  return new Promise((done, fail) => {
    const look = () => {
      const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
      if (!text.trim()) return;
      watcher.close();
      clearTimeout(late);
      done(text);
    };
    const late = setTimeout(() => give('did not listen within 60 s'), 60_000);
    const give = (why: string) => {
      watcher.close();
      clearTimeout(late);
      fail(new Error(`the server ${why}:\n${said()}`));
    };
    const watcher = watch(dirname(path), look);
    child.once('error', (e) => give(`did not start (${e.message}); build it with "make build"`));
    child.once('exit', (code) => give(`ended with ${code}`));
    look();
  });
}

function stopped(child: ChildProcess, home: string): Promise<void> {
  return new Promise((done) => {
    const clear = () => {
      rmSync(home, { recursive: true, force: true });
      done();
    };
    if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return clear();
    child.removeAllListeners('exit');
    child.once('exit', clear);
    child.kill('SIGTERM');
  });
}
