/** Reading and writing the values of options, with Go's words for what is wrong with them. */
import { UserError } from '../base/errors.ts';
import { NumberError, readDecimalInteger, readFloat, readIntegerLiteral } from '../base/go-number.ts';
import { shortest } from '../base/number-text.ts';
import {
  choiceOwners,
  type OptionDeclaration,
  type OptionName,
  type Options,
  optionDeclarations,
} from '../report/options.ts';

type OptionValue = string | number | boolean;

/** Whether a word names an option, or one of the choices of one. */
export function isOptionWord(word: string): boolean {
  return optionDeclarations.has(word) || choiceOwners.has(word);
}

/** The options with one of them set from text, as an assignment in the shell does. */
export function assignOption(options: Options, name: string, text: string): Options {
  const owner = choiceOwners.get(name);
  if (owner !== undefined) {
    if (!GO_TRUE.has(text))
      throw new UserError(`unknown config field ${JSON.stringify(name)}`, `type ${name}=true, or ${owner}=${name}`);
    return withOption(options, owner, name);
  }
  const declaration = optionDeclarations.get(name);
  if (declaration === undefined) throw new UserError(`unknown config field ${JSON.stringify(name)}`);
  return withOption(options, name as OptionName, readValue(name, declaration, text));
}

export function withOption(options: Options, name: OptionName, value: OptionValue): Options {
  return { ...options, [name]: value };
}

const GO_TRUE = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const GO_FALSE = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);

function readValue(name: string, declaration: OptionDeclaration, text: string): OptionValue {
  switch (declaration.kind) {
    case 'flag':
      return readFlag(text);
    case 'integer':
      return readInteger(text);
    case 'decimal':
      return readDecimal(text);
    case 'choice':
      if (!Object.hasOwn(declaration.choices, text)) {
        throw new UserError(
          `invalid ${JSON.stringify(name)} value ${JSON.stringify(text)}`,
          `choose one of ${Object.keys(declaration.choices).join(', ')}`,
        );
      }
      return text;
    default:
      return text;
  }
}

function readFlag(text: string): boolean {
  const word = text.toLowerCase();
  if (['true', 't', 'yes', 'y', '1', ''].includes(word)) return true;
  if (['false', 'f', 'no', 'n', '0'].includes(word)) return false;
  throw new UserError(`illegal value ${JSON.stringify(text)} for bool variable`, 'use true or false');
}

function readInteger(text: string): number {
  return worded(text, 'strconv.Atoi', readDecimalInteger);
}

function readDecimal(text: string): number {
  return worded(text, 'strconv.ParseFloat', readFloat);
}

/** Reads a number; what is wrong with it is said as the function of Go's says it. */
function worded(text: string, goFunction: string, read: (text: string) => number): number {
  try {
    return read(text);
  } catch (error) {
    if (!(error instanceof NumberError)) throw error;
    throw new UserError(`${goFunction}: parsing ${JSON.stringify(text)}: ${error.message}`);
  }
}

/** Reads the value of a flag on the command line: Go's own rules for each type. */
export function readFlagValue(name: string, declaration: OptionDeclaration, text: string): OptionValue {
  switch (declaration.kind) {
    case 'flag':
      return readGoBool(name, text);
    case 'integer':
      return readNumberFlag(name, text, readIntegerLiteral);
    case 'decimal':
      return readNumberFlag(name, text, readFloat);
    default:
      return readValue(name, declaration, text);
  }
}

/** Reads the value of a flag that is a whole number. */
export function readIntegerFlag(name: string, text: string): number {
  return readNumberFlag(name, text, readIntegerLiteral);
}

function readNumberFlag(name: string, text: string, read: (text: string) => number): number {
  try {
    return read(text);
  } catch (error) {
    if (!(error instanceof NumberError)) throw error;
    const problem = error.message === 'invalid syntax' ? 'parse error' : error.message;
    throw new UserError(`invalid value ${JSON.stringify(text)} for flag -${name}: ${problem}`);
  }
}

export function readGoBool(name: string, text: string): boolean {
  if (GO_TRUE.has(text)) return true;
  if (GO_FALSE.has(text)) return false;
  throw new UserError(`invalid boolean value ${JSON.stringify(text)} for -${name}: parse error`);
}

/** A value as the listing of options shows it. */
export function valueText(value: OptionValue): string {
  if (typeof value === 'number') return shortest(value);
  return value === '' ? '""' : String(value);
}
