import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { api, body } from '@/api/client';
import type { Known, QuestionFigure } from '../wire';

export const questionsQuery = (program: string) =>
  queryOptions({
    queryKey: ['questions', program],
    queryFn: () => body(api.GET('/api/programs/{id}/questions', { params: { path: { id: program } } })),
  });

/** What is said of a question from now on. */
export interface Said {
  answer: string;
  unknown: boolean;
  figures: QuestionFigure[];
}

/** Says what is known of a question; the list follows. */
export function useAnswer(program: string) {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: questionsQuery(program).queryKey });
  return useMutation({
    mutationFn: ({ known, said }: { known: Known; said: Said }) =>
      body(api.PUT('/api/programs/{id}/questions/{question}', {
        params: { path: { id: program, question: known.question }, header: { 'If-Match': `"${known.version}"` } }, body: said,
      })),
    onSuccess: refresh, onError: refresh,
  });
}
