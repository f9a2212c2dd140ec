import { describe, expect, test } from 'vitest';
import { expandAliases } from '../../src/shell/aliases.ts';

const aliases = {
  hot: 'top 5',
  of: 'top 5 $1; peek $1',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a parameter of an alias
  both: 'focus=$1; ignore=${2:-runtime}',
  all: 'top $*',
  price: 'peek $$1',
  deep: 'of $1',
  loop: 'loop',
};

describe('aliases', () => {
  test.each([
    ['top 3', ['top 3']],
    ['hot', ['top 5']],
    ['hot json -cum', ['top 5 json -cum']],
    ['of main', ['top 5 main', 'peek main']],
    ['of "a b"', ['top 5 "a b"', 'peek "a b"']],
    ['both a', ['focus=a', 'ignore=runtime']],
    ['both a b', ['focus=a', 'ignore=b']],
    ['all a  "b c"', ['top a  "b c"']],
    ['price', ['peek $1']],
    ['deep x', ['top 5 x', 'peek x']],
    ['  hot 2', ['top 5 2']],
    ['', ['']],
  ])('%s', (line, expected) => {
    expect(expandAliases(line, aliases)).toEqual(expected);
  });

  test('say which word is missing', () => {
    expect(() => expandAliases('of', aliases)).toThrow('of needs a word: it is top 5 $1; peek $1');
  });

  test('that lead back to themselves end', () => {
    expect(() => expandAliases('loop', aliases)).toThrow('the alias loop leads back to itself');
  });
});
