import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { EVENT_TYPES, type EventType } from '../../src/contracts/event-envelope.js';
import type * as inputs from '../../src/events/event-inputs.js';
import type { FieldRule } from '../../src/events/field-rules.js';
import { EVENT_RULES, type PayloadField } from '../../src/events/payload-rules.js';
import type { WorkPackageLane } from '../../src/events/payload-words.js';
import { validateEventEnvelope } from '../../src/events/validate-event-envelope.js';
import { EVENT_TYPE_NAMES, eventOf, PAYLOADS } from './arbitrary-event.js';

function problemsOf(value: unknown) {
  const verdict = validateEventEnvelope(value);
  return verdict.ok ? [] : verdict.problems;
}

const SAMPLES = new Map(EVENT_TYPE_NAMES.map((type) => [type, fc.sample(eventOf(type), { numRuns: 1, seed: 7 })[0]]));
const sampleOf = (type: EventType) => structuredClone(SAMPLES.get(type)) ?? expect.fail('no sample');

/** Problems inside the payload once `field` holds `value`; the aggregate's id follows a changed `wp_id`. */
function withField(type: EventType, field: string, value: unknown) {
  const given = sampleOf(type);
  return problemsOf({ ...given, payload: { ...given.payload, [field]: value } }).filter(({ path }) =>
    path.startsWith('payload'),
  );
}

describe.each(EVENT_TYPE_NAMES)('%s', (type) => {
  const [required, optional] = PAYLOADS[type];

  it('has the fields of the contract, required and optional', () => {
    const fields = Object.entries<PayloadField>(EVENT_RULES[type].fields);
    const names = (wanted: boolean) => fields.filter(([, field]) => field.required === wanted).map(([name]) => name);
    expect(names(true).toSorted()).toEqual(Object.keys(required).toSorted());
    expect(names(false).toSorted()).toEqual(Object.keys(optional).toSorted());
  });

  it('reports exactly the required field that is missing', () => {
    fc.assert(
      fc.property(eventOf(type), fc.constantFrom(...Object.keys(required)), (given, field) => {
        delete given.payload[field];
        expect(problemsOf(given)).toEqual([{ path: `payload.${field}`, message: `missing required field '${field}'` }]);
      }),
      { numRuns: 30 },
    );
  });

  it('takes an optional field that is undefined for an absent one, as JSON does', () => {
    for (const field of Object.keys(optional)) {
      const given = sampleOf(type);
      if (field === 'wp_id') Object.assign(given, { aggregate_type: 'Feature', aggregate_id: 'error' });
      expect(problemsOf({ ...given, payload: { ...given.payload, [field]: undefined } }), field).toEqual([]);
    }
  });

  it('reports a value of no fitting kind at its path, in every field', () => {
    for (const field of [...Object.keys(required), ...Object.keys(optional)]) {
      for (const misfit of [true, 1.5, -1, [7], () => 0, Symbol('x')]) {
        expect(
          withField(type, field, misfit).map(({ path }) => path.replace(/\[0\]$/, '')),
          field,
        ).toEqual([`payload.${field}`]);
      }
    }
  });

  it('lets unknown keys pass', () => {
    fc.assert(
      fc.property(eventOf(type), fc.anything(), (given, value) => {
        expect(problemsOf({ ...given, payload: { ...given.payload, x_custom: value } })).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('refuses the aggregate of another type or id', () => {
    const given = sampleOf(type);
    const other = given.aggregate_type === 'Feature' ? 'WorkPackage' : 'Feature';
    expect(problemsOf({ ...given, aggregate_type: other }).map(({ path }) => path)).toEqual(['aggregate_type']);
    expect(problemsOf({ ...given, aggregate_id: `${given.aggregate_id}x` }).map(({ path }) => path)).toEqual([
      'aggregate_id',
    ]);
  });
});

it('knows the eight types and no other', () => {
  expect(Object.keys(EVENT_RULES)).toEqual([...EVENT_TYPES]);
  expect(EVENT_TYPE_NAMES).toEqual([...EVENT_TYPES]);
});

describe('what comes close and is refused', () => {
  const WORK_PACKAGE_FORGERIES = [
    'WP1',
    'WP001',
    'WP100',
    'wp01',
    'WP01\n',
    ' WP01',
    'WP٠١',
    'WP0１',
    'WP-1',
    '',
    null,
  ];
  const REFUSED: readonly [EventType, string, readonly unknown[]][] = [
    ['WPStatusChanged', 'wp_id', WORK_PACKAGE_FORGERIES],
    ['WPCreated', 'wp_id', WORK_PACKAGE_FORGERIES],
    ['WPAssigned', 'wp_id', WORK_PACKAGE_FORGERIES],
    ['HistoryAdded', 'wp_id', WORK_PACKAGE_FORGERIES],
    ['DependencyResolved', 'wp_id', WORK_PACKAGE_FORGERIES],
    ['DependencyResolved', 'dependency_wp_id', WORK_PACKAGE_FORGERIES],
    ['WPStatusChanged', 'from_lane', ['doing', 'todo', 'Planned', '', null]],
    ['WPStatusChanged', 'to_lane', ['doing', 'in_review', 'done ', null]],
    ['WPStatusChanged', 'policy_metadata', ['{}', [], new Map()]],
    ['WPStatusChanged', 'actor', [{}, 7]],
    ['WPCreated', 'title', ['', null]],
    ['WPCreated', 'feature_slug', ['', null]],
    ['WPCreated', 'dependencies', [null, 'WP01', {}]],
    ['WPAssigned', 'agent_id', ['', null]],
    ['WPAssigned', 'phase', ['Review', 'planning', null]],
    ['WPAssigned', 'retry_count', ['0', null, true, 0.5, -1]],
    ['FeatureCreated', 'feature_slug', ['12-x', '012-', '012-Fog', '012-fog\n', '٠١٢-fog', '0123-fog', 'fog']],
    ['FeatureCreated', 'feature_number', [12, '12', '0012', '012\n', '٠١٢']],
    ['FeatureCreated', 'target_branch', ['', null]],
    ['FeatureCreated', 'wp_count', ['3', true, null, 2 ** 53]],
    ['FeatureCreated', 'created_at', [null, '2026-03-10', '2026-03-10T09:30:00', 0]],
    ['FeatureCompleted', 'feature_slug', ['', null]],
    ['FeatureCompleted', 'total_wps', ['3', false, null]],
    ['FeatureCompleted', 'completed_at', [null, 'yesterday']],
    ['FeatureCompleted', 'total_duration', [3600]],
    ['HistoryAdded', 'entry_type', ['Note', 'system', null]],
    ['HistoryAdded', 'entry_content', ['', null]],
    ['HistoryAdded', 'author', [7]],
    ['ErrorLogged', 'error_type', ['fatal', '', null]],
    ['ErrorLogged', 'error_message', ['', null]],
    ['ErrorLogged', 'wp_id', [4, '']],
    ['ErrorLogged', 'stack_trace', [['at x']]],
    ['ErrorLogged', 'agent_id', [7]],
    ['DependencyResolved', 'resolution_type', ['done', null]],
  ];
  it.each(REFUSED)('%s %s', (type, field, values) => {
    for (const value of values) {
      expect(
        withField(type, field, value).map(({ path }) => path),
        String(value),
      ).toEqual([`payload.${field}`]);
    }
  });

  it('names the entries of a list, holes among them', () => {
    // biome-ignore lint/suspicious/noSparseArray: a hole becomes null on the wire.
    const found = withField('WPCreated', 'dependencies', ['WP01', 'WP1', , 7]);
    expect(withField('WPCreated', 'dependencies', Array(1)).map(({ path }) => path)).toEqual([
      'payload.dependencies[0]',
    ]);
    expect(found.map(({ path }) => path)).toEqual([1, 2, 3].map((index) => `payload.dependencies[${index}]`));
  });
});

describe('what an event is about', () => {
  const errorLogged = (payload: Record<string, unknown>, aggregate: Record<string, unknown>) => ({
    ...sampleOf('ErrorLogged'),
    payload: { error_type: 'network', error_message: 'gone', ...payload },
    ...aggregate,
  });
  const FEATURE = { aggregate_type: 'Feature', aggregate_id: 'error' };
  const WORK_PACKAGE = { aggregate_type: 'WorkPackage', aggregate_id: 'WP04' };

  it('an error belongs to its work package if one is given, else to the feature `error`', () => {
    expect(problemsOf(errorLogged({}, FEATURE))).toEqual([]);
    expect(problemsOf(errorLogged({ wp_id: null }, FEATURE))).toEqual([]);
    expect(problemsOf(errorLogged({ wp_id: 'WP04' }, WORK_PACKAGE))).toEqual([]);
    const misfit = 'does not fit the payload';
    for (const wrong of [errorLogged({}, WORK_PACKAGE), errorLogged({ wp_id: 'WP04' }, FEATURE)]) {
      expect(problemsOf(wrong)).toEqual([
        { path: 'aggregate_type', message: misfit },
        { path: 'aggregate_id', message: misfit },
      ]);
    }
  });

  it('a resolved dependency is about the one that waited', () => {
    const payload = { wp_id: 'WP04', dependency_wp_id: 'WP01', resolution_type: 'merged' };
    const given = { ...sampleOf('DependencyResolved'), payload };
    expect(problemsOf({ ...given, aggregate_id: 'WP04' })).toEqual([]);
    expect(problemsOf({ ...given, aggregate_id: 'WP01' }).map(({ path }) => path)).toEqual(['aggregate_id']);
  });
});

describe('the inputs of the factory', () => {
  type Camel<Name extends string> = Name extends `${infer Head}_${infer Tail}`
    ? `${Head}${Capitalize<Camel<Tail>>}`
    : Name;
  type Input<Value> = [WorkPackageLane] extends [Value]
    ? [Value] extends [WorkPackageLane]
      ? Value | 'doing'
      : Value
    : Value;
  type ValueOf<Field> = Field extends { readonly rule: FieldRule<infer Value> } ? Input<Value> : never;
  type Fields<Type extends EventType> = (typeof EVENT_RULES)[Type]['fields'];
  type NameOf<Field, Name, Required> = Field extends { readonly required: Required } ? Camel<Name & string> : never;
  type Flat<T> = { [Key in keyof T]: T[Key] };
  type InputOf<Type extends EventType> = Flat<
    inputs.EventInput & {
      readonly [Name in keyof Fields<Type> as NameOf<Fields<Type>[Name], Name, true>]: ValueOf<Fields<Type>[Name]>;
    } & {
      readonly [Name in keyof Fields<Type> as NameOf<Fields<Type>[Name], Name, false>]?: ValueOf<Fields<Type>[Name]>;
    }
  >;

  it('say what the table says: checked by the compiler', () => {
    expectTypeOf<Flat<inputs.WpStatusChangedInput>>().toEqualTypeOf<InputOf<'WPStatusChanged'>>();
    expectTypeOf<Flat<inputs.WpCreatedInput>>().toEqualTypeOf<InputOf<'WPCreated'>>();
    expectTypeOf<Flat<inputs.WpAssignedInput>>().toEqualTypeOf<InputOf<'WPAssigned'>>();
    expectTypeOf<Flat<inputs.FeatureCreatedInput>>().toEqualTypeOf<InputOf<'FeatureCreated'>>();
    expectTypeOf<Flat<inputs.FeatureCompletedInput>>().toEqualTypeOf<InputOf<'FeatureCompleted'>>();
    expectTypeOf<Flat<inputs.HistoryAddedInput>>().toEqualTypeOf<InputOf<'HistoryAdded'>>();
    expectTypeOf<Flat<inputs.ErrorLoggedInput>>().toEqualTypeOf<InputOf<'ErrorLogged'>>();
    expectTypeOf<Flat<inputs.DependencyResolvedInput>>().toEqualTypeOf<InputOf<'DependencyResolved'>>();
  });
});
