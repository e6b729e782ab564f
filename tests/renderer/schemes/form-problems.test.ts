import { describe, expect, it } from 'vitest';
import { problemsOf } from '../../../src/renderer/src/features/schemes/form-problems.ts';
import { blankForm, type RecipeForm } from '../../../src/renderer/src/features/schemes/recipe-form.ts';

const good: RecipeForm = { ...blankForm, name: 'Acme', names: ['X-Acme-Signature'] };
const problems = (part: Partial<RecipeForm>) => Object.fromEntries(problemsOf({ ...good, ...part }));

describe('what is wrong with a form', () => {
  it('is nothing when it can be saved', () => {
    expect(problems({})).toEqual({});
  });

  it('is said beside the field it is about', () => {
    expect(problems({ name: '  ' })).toEqual({ name: 'Give the scheme a name' });
    expect(problems({ names: ['X-A', ''] })).toEqual({ 'names.1': 'Fill this in' });
    expect(Object.keys(problems({ names: ['X-A', 'X B', 'X-C'] }))).toEqual(['names.1']);
    expect(problems({ signed: '{ts}.{boddy}' })).toEqual({ signed: 'This has the unknown token “{boddy}”' });
    expect(problems({ signed: '{body' })).toEqual({ signed: 'This has a “{” without its “}”' });
    expect(problems({ format: 'prefix', prefix: '' })).toEqual({ prefix: 'Fill this in' });
    expect(Object.keys(problems({ format: 'list', version: '' }))).toEqual(['version']);
    expect(Object.keys(problems({ format: 'list', assign: '' }))).toEqual(['assign']);
    expect(problems({ strip: ['whsec_', ''] })).toEqual({ 'strip.1': 'Fill this in' });
    expect(problems({ hasTimestamp: true })).toEqual({ timestampName: 'Fill this in' });
    const timestamp = { hasTimestamp: true, timestampName: 'X-Time' };
    expect(problems({ ...timestamp, tolerance: '5 min' })).toEqual({ tolerance: 'This is not a number of seconds' });
    expect(problems({ ...timestamp, futureRule: 'limit', future: '-1' })).toEqual({ future: 'This is negative' });
  });

  it('leaves header names alone where the signature stands in the body', () => {
    expect(problems({ place: 'json', names: ['meta data.signature'] })).toEqual({});
  });

  it('is said of every field at once', () => {
    const all = problems({ name: '', names: [''], signed: '', hasTimestamp: true, tolerance: 'x' });
    expect(Object.keys(all).sort()).toEqual(['name', 'names.0', 'signed', 'timestampName', 'tolerance']);
  });
});
