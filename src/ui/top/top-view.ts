import type { ViewQuestion } from '../../report/views/index.ts';
import type { View } from '../screen/spec.ts';
import { functionCommands } from '../widgets/row-commands.ts';
import { describeTop, drawTop, topMouse } from './draw.ts';
import { type TopAction, topHints, topKeys } from './keys.ts';
import { askedFirst, askedOf, beginTop, type TopRequest, type TopState, topLine, topTarget } from './model.ts';
import { filtered, filterWork, topArrived, topQuestion, updateTop } from './update.ts';

/** The table of all entries: by functions, files, packages or lines, in any order, filtered as one types. */
export const topView: View<TopRequest, ViewQuestion<'table'>, TopState, TopAction> = {
  spec: {
    name: 'top',
    keys: topKeys,
    hints: topHints,
    update: updateTop,
    search: {
      type: 'filter',
      help: 'filter: words, "exact", /regex/ or ~regex',
      text: ({ filter }) => filter.text,
      filter: filtered,
    },
    commands: functionCommands(),
    target: topTarget,
    draw: drawTop,
    crumbs(state) {
      const { grouping, focus, ignore } = askedOf(state);
      return [
        ...(focus === undefined ? [] : [focus]),
        ...(ignore === undefined ? [] : [`-${ignore}`]),
        ...(grouping === 'functions' ? [] : [grouping]),
      ];
    },
    line: topLine,
    describe: describeTop,
    onMouse: topMouse,
    work: filterWork,
    wants: { question: topQuestion, arrived: topArrived },
  },
  question: (request) => ({ type: 'table', argument: askedFirst(request) }),
  begin: (answer, request, facts, kept) => ({ own: beginTop(answer, request, facts, kept) }),
};
