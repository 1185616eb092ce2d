import { HttpResponse, http } from 'msw/http';
import type { CaseServices } from '../../../src/services/case.ts';
import { type Orders, ordersOf } from './orders.ts';

/** A shop: its days, the orders of a day, and a page of them. Plain handlers of msw's. */
const serve: CaseServices = (data) => {
  const { days } = data as Orders;
  return {
    handlers: [
      http.get('*/days/:day', ({ request, params }) => {
        const { searchParams } = new URL(request.url);
        const all = ordersOf(String(params.day), days[String(params.day)] ?? 0);
        const from = Number(searchParams.get('from') ?? 0);
        return HttpResponse.json(all.slice(from, from + Number(searchParams.get('count') ?? all.length)));
      }),
    ],
    warmUp: () => {},
  };
};
export default serve;
