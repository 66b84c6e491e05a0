import { type Command, flag } from '../console/command.ts';
import { exitCodes } from '../console/exit-codes.ts';
import { table } from '../console/tables.ts';
import { orderDocuments } from './journal-documents.ts';
import { journalMode, openJournals } from './open-journals.ts';

/** The orders of all open plans, from the journal alone: no venue is asked. */
export const ordersCommand: Command = {
  name: 'orders',
  usage: '',
  summary: 'the orders of every open plan, as the journal knows them',
  options: { mode: journalMode },
  run: async (input) => {
    const orders = (await openJournals(input)).flatMap(orderDocuments);
    const { terminal, options } = input;
    const rows = orders.map((order) => {
      const { planId, symbol, role, side, quantity, filled, price = 'market', state } = order;
      return [planId, symbol, role, side, quantity, filled, price, state];
    });
    const heads = ['plan', 'symbol', 'role', 'side', 'quantity', 'filled', 'price', 'state'];
    const text = rows.length === 0 ? 'no plan is open' : table([heads, ...rows], [4, 5, 6]);
    terminal.out(flag(options, 'json') ? `${JSON.stringify({ orders })}\n` : `${text}\n`);
    return exitCodes.done;
  },
};
