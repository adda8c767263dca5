import { fault, json, noContent, pageOf, type Routes, withLast } from './route.js';
import { CLOUD_ID, type Json } from './site.js';

/** Webhooks of apps. */
export const APP_HOOK_ROUTES: Routes = [
  [
    'POST',
    /^\/webhook$/,
    ({ site, body, isApp }) => {
      if (!isApp) return fault(403, ['Only Connect and OAuth 2.0 apps can use this operation.']);
      const { url, webhooks } = body as { url: string; webhooks: Json[] };
      const results = webhooks.map(({ jqlFilter, events }) => {
        if (site.appHooks.length >= 5) return { errors: ['The limit of 5 webhooks per user was reached'] };
        const hook = { id: site.nextId++, url, jqlFilter, events, expirationDate: site.now + 30 * 86_400_000 };
        site.appHooks.push(hook);
        return { createdWebhookId: hook.id };
      });
      return json({ webhookRegistrationResult: results });
    },
  ],
  [
    'GET',
    /^\/webhook$/,
    ({ site, isApp, search: query }) =>
      isApp ? json(withLast(pageOf('values', site.appHooks, query))) : fault(403, ['Only apps.']),
  ],
  [
    'DELETE',
    /^\/webhook$/,
    ({ site, body }) => {
      const ids = body.webhookIds as number[];
      site.appHooks.splice(0, site.appHooks.length, ...site.appHooks.filter(({ id }) => !ids.includes(id as number)));
      return new Response(null, { status: 202 });
    },
  ],
  [
    'PUT',
    /^\/webhook\/refresh$/,
    ({ site, body }) => {
      const expirationDate = site.now + 30 * 86_400_000;
      for (const hook of site.appHooks)
        if ((body.webhookIds as number[]).includes(hook.id as number)) Object.assign(hook, { expirationDate });
      return json({ expirationDate });
    },
  ],
];

/** Webhooks of administrators, which are no part of the API. */
export const ADMIN_ROUTES: Routes = [
  [
    'POST',
    /^$/,
    ({ site, body }) => {
      const self = `https://api.atlassian.com/ex/jira/${CLOUD_ID}/rest/webhooks/1.0/webhook/${site.nextId++}`;
      const { secret: _, ...shown } = body;
      const hook = { ...shown, self, enabled: true, isSigned: true, lastUpdated: site.now };
      site.adminHooks.push(hook);
      return json(hook, 201);
    },
  ],
  ['GET', /^$/, ({ site }) => json(site.adminHooks)],
  [
    'DELETE',
    /^\/(\d+)$/,
    ({ site }, id) => {
      const at = site.adminHooks.findIndex(({ self }) => String(self).endsWith(`/${id}`));
      if (at < 0) return fault(404, ['No webhook.']);
      site.adminHooks.splice(at, 1);
      return noContent();
    },
  ],
];
