import { Problem, problemOf } from '@/api/problem';
import type { OnSent } from './queries';
import type { Import } from './wire';

/**
 * Sends a file. By XMLHttpRequest, because fetch does not tell how much of the
 * body is sent. The program goes before the file, which is read as a stream.
 */
export function uploadFile(file: File, program: string | undefined, onSent: OnSent): Promise<Import> {
  const form = new FormData();
  if (program) form.append('program_id', program);
  form.append('file', file, file.name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/imports');
    request.upload.onprogress = (e) => { if (e.lengthComputable) onSent(e.loaded / e.total); };
    request.onerror = () => reject(new Problem({ code: 'offline', status: 0, detail: '' }));
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as Import);
      else problemOf(new Response(request.responseText, { status: request.status })).then(reject, reject);
    };
    request.send(form);
  });
}
