import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail server on this machine that keeps what it is sent. */
export interface Mailbox {
  port: number;
  /** The next message that comes in, or has come in and was not asked for yet. */
  next: () => Promise<Message>;
  close: () => Promise<void>;
}

/** One message: to whom, and its parts as plain text. */
export interface Message {
  to: string[];
  text: string;
}

/** Starts a mail server on a free port of the loopback; it takes all mail, in the clear and without a password. */
export async function openMailbox(): Promise<Mailbox> {
  const kept: Message[] = [];
  const waiting: ((m: Message) => void)[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, done) {
      const blocks: Buffer[] = [];
      stream.on('data', (b: Buffer) => blocks.push(b));
      stream.on('end', () => {
        const message = { to: session.envelope.rcptTo.map((a) => a.address), text: plain(Buffer.concat(blocks).toString('utf8')) };
        const first = waiting.shift();
        if (first) first(message);
        else kept.push(message);
        done();
      });
    },
  });
  await new Promise<void>((up, fail) => {
    server.once('error', fail);
    server.listen(0, '127.0.0.1', up);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    next: () => new Promise((got) => {
      const message = kept.shift();
      if (message) got(message);
      else waiting.push(got);
    }),
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}

// Undoes quoted-printable: soft line ends, then bytes written in hexadecimal.
function plain(raw: string): string {
  const joined = raw.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(joined, 'latin1').toString('utf8');
}
