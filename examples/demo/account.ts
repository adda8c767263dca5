// How the account looks: headings, aligned facts, a progress line, and a mark for each claim.
import { styleText } from 'node:util';

/** Something that the run was to prove, and whether it did. */
export interface Claim {
  readonly text: string;
  readonly holds: boolean;
}

/** Where the account is written. `process.stdout` fits. */
export interface Paper {
  write(text: string): unknown;
  /** True on a terminal: the progress line rewrites itself. Anything else gets plain lines. */
  readonly isTTY?: boolean;
}

/** The account of a run, written as it happens. */
export interface Account {
  readonly claims: readonly Claim[];
  title(text: string, below: string): void;
  /** Begins a numbered step. */
  step(text: string): void;
  /** A fact: a word and what belongs to it. */
  fact(word: string, text: string): void;
  /** A fact that is still growing; what is written next takes its place on a terminal. */
  progress(word: string, text: string): void;
  /** Says that something is proven, or is not. */
  claim(text: string, holds: boolean): void;
  /** The last line. `stoppedBy`: what kept the run from reaching its end. */
  close(seconds: number, stoppedBy?: unknown): void;
}

const WIDTH = 12;

/** Begins an account. `colours` false, or paper that is no terminal: plain text. */
export function createAccount(paper: Paper, colours: boolean): Account {
  const live = paper.isTTY === true;
  const claims: Claim[] = [];
  let steps = 0;
  let unfinished = false;

  const paint = (format: Parameters<typeof styleText>[0], text: string) =>
    live && colours ? styleText(format, text, { validateStream: false }) : text;
  const clear = () => {
    if (unfinished) paper.write('\r\x1b[2K');
    unfinished = false;
  };
  const line = (text = '') => {
    clear();
    paper.write(`${text}\n`);
  };
  const factLine = (word: string, text: string) => `     ${paint('dim', word.padEnd(WIDTH))}${text}`;
  const mark = (holds: boolean) => (holds ? paint('green', '✓') : paint('red', '✗'));

  return {
    claims,
    title(text, below) {
      line();
      line(`  ${paint('bold', text)}`);
      line(`  ${paint('dim', below)}`);
    },
    step(text) {
      steps += 1;
      line();
      line(`  ${paint('bold', `${steps}. ${text}`)}`);
    },
    fact: (word, text) => line(factLine(word, text)),
    progress(word, text) {
      if (!live) return line(factLine(word, text));
      clear();
      paper.write(factLine(word, text));
      unfinished = true;
    },
    claim(text, holds) {
      claims.push({ text, holds });
      line(`   ${mark(holds)} ${holds ? text : paint('red', text)}`);
    },
    close(seconds, stoppedBy) {
      const broken = claims.filter(({ holds }) => !holds);
      const time = paint('dim', `${seconds.toFixed(1)} s`);
      line();
      if (stoppedBy !== undefined) line(`  ${mark(false)} The run stopped before its end: ${reasonOf(stoppedBy)}`);
      if (broken.length > 0) line(`  ${mark(false)} ${broken.length} of ${claims.length} claims do not hold:`);
      for (const { text } of broken) line(`      ${text}`);
      if (stoppedBy === undefined && broken.length === 0) {
        line(`  ${mark(true)} ${paint('bold', `All ${claims.length} claims hold.`)} ${time}`);
      }
      line();
    },
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
