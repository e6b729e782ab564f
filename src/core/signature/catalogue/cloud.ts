import type { Scheme } from '../scheme.ts';
import { azureEventGrid } from '../schemes/azure-event-grid.ts';
import { datadog } from '../schemes/datadog.ts';
import { googleWatch } from '../schemes/google-watch.ts';
import { salesforce } from '../schemes/salesforce.ts';
import { supabaseDb } from '../schemes/supabase-db.ts';
import { zapier } from '../schemes/zapier.ts';

/** Cloud platforms. */
export const cloudSchemes: readonly Scheme[] = [googleWatch, azureEventGrid, salesforce, datadog, supabaseDb, zapier];
