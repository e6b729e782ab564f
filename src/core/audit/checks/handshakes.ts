import { type AuditCheck, pass } from '../check.ts';

export const answersHandshake: AuditCheck = {
  id: 'answers-handshake',
  title: 'Answers what the provider asks first',
  prepare(subject) {
    if (subject.scheme.info.handshake === null)
      return { notApplicable: 'The provider asks nothing before it delivers.' };
    return { sends: [], conclude: () => pass('') };
  },
};
