import { describe, expect, it } from 'vitest';
import { createWords, zWordMap } from '../../../src/contracts/adapter/word-map.js';
import { zIssueStatus } from '../../../src/contracts/issue-status.js';
import { check } from '../../../src/contracts/problems.js';

const words = createWords({ 'In Review': 'in_review', QA: 'in_review', Parked: 'blocked', qa: 'done' } as const);

describe('a word map', () => {
  it('is asked for meanings trimmed and without case; what was said first counts', () => {
    expect(words.meaningOf(' in review ')).toBe('in_review');
    expect(words.meaningOf('Qa')).toBe('in_review');
    expect(words.meaningOf('PARKED')).toBe('blocked');
    for (const nothing of ['Open', '', null, undefined, '__proto__', 'constructor']) {
      expect(words.meaningOf(nothing)).toBeUndefined();
    }
  });

  it('gives the words for a meaning as they were spelt, in order', () => {
    expect(words.wordsFor('in_review')).toEqual(['In Review', 'QA']);
    expect(createWords<string>({}).wordsFor('in_review')).toEqual([]);
    expect(words.all).toEqual(['In Review', 'QA', 'Parked', 'qa']);
  });

  it('never gives a word for a meaning that it would read as another', () => {
    for (const meaning of ['in_review', 'blocked', 'done'] as const) {
      for (const word of words.wordsFor(meaning)) expect(words.meaningOf(word)).toBe(meaning);
    }
  });
});

describe('the schema of a word map', () => {
  const problems = (value: unknown) => {
    const checked = check(zWordMap(zIssueStatus), value, ['statusMap']);
    return checked.ok ? [] : checked.problems.map(({ path, message }) => `${path}: ${message}`);
  };

  it('names the word whose meaning is none', () => {
    expect(problems({ Open: 'todo', 'In Review': 'in_review' })).toEqual([]);
    expect(problems({ Open: 'todo', QA: 'testing', Done: 'done', Shut: 1 })).toEqual([
      'statusMap.QA: expected one of todo, in_progress, in_review, blocked, done, canceled',
      'statusMap.Shut: expected one of todo, in_progress, in_review, blocked, done, canceled',
    ]);
  });

  it.each([[[]], [null], ['Open'], [new Map()]])('refuses %j', (value) => {
    expect(problems(value)).toEqual(['statusMap: expected object']);
  });

  it('refuses a blank word', () => {
    expect(problems({ ' ': 'todo' })).toEqual(['statusMap. : must not be blank']);
  });
});
