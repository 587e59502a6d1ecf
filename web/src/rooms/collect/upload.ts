import { Problem, problemOf } from '@/api/problem';
import type { OnSent } from './queries';
import type { Import } from './wire';

/** Sends a file that begins an import. */
export function uploadFile(file: File, program: string | undefined, onSent: OnSent): Promise<Import> {
  return send('/api/imports', file, { program_id: program }, {}, onSent);
}

/** Sends a further file of an import. */
export function uploadFurther(id: string, tag: string, file: File, onSent: OnSent): Promise<Import> {
  return send(`/api/imports/${encodeURIComponent(id)}/joins`, file, {}, { 'If-Match': tag }, onSent);
}

/**
 * By XMLHttpRequest, because fetch does not tell how much of the body is sent.
 * Fields go before the file, which is read as a stream.
 */
function send(path: string, file: File, fields: Record<string, string | undefined>, headers: Record<string, string>, onSent: OnSent): Promise<Import> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value) form.append(name, value);
  form.append('file', file, file.name);
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (e) => { if (e.lengthComputable) onSent(e.loaded / e.total); };
    request.onerror = () => reject(new Problem({ code: 'offline', status: 0, detail: '' }));
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as Import);
      else problemOf(new Response(request.responseText, { status: request.status })).then(reject, reject);
    };
    request.send(form);
  });
}
