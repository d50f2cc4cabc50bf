import { constraint, type Guard, trigger } from './guard.ts';
import { refuses } from './scene.ts';

const places = (against: string, proof: Guard['proof']) => ({ of: 'places' as const, against, proof });
const money = (against: string, proof: Guard['proof']) => ({ of: 'money' as const, against, proof });

/** Lines and prices. */
export const priceGuards: Guard[] = [
  trigger(
    'order_line',
    'guard_line',
    money(
      'a settled order whose lines are others afterwards',
      refuses('app', 'MU008', (s) => `delete from order_line where id = '${s.bare.line}'`),
    ),
  ),
  constraint(
    'order_line',
    'order_line_sum',
    money(
      'a line whose sum is not its price times its people',
      refuses('app', 'order_line_sum', (s) => `update order_line set total_minor = 1 where id = '${s.held.line}'`),
    ),
  ),
  constraint(
    'order_line',
    'order_line_quantity_check',
    places(
      'a line for nobody',
      refuses(
        'app',
        'order_line_quantity_check',
        (s) => `update order_line set quantity = 0, total_minor = 0 where id = '${s.held.line}'`,
      ),
    ),
  ),
  constraint(
    'order_line',
    'order_line_unit_price_minor_check',
    money(
      'a price below nothing',
      refuses(
        'app',
        'order_line_unit_price_minor_check',
        (s) => `update order_line set unit_price_minor = -500, total_minor = -1000 where id = '${s.held.line}'`,
      ),
    ),
  ),
  constraint(
    'order_line',
    'order_line_tax_minor_check',
    money(
      'a tax below nothing',
      refuses(
        'app',
        'order_line_tax_minor_check',
        (s) => `update order_line set tax_minor = -1 where id = '${s.held.line}'`,
      ),
    ),
  ),
  constraint(
    'order_line',
    'order_line_order_id_line_no_key',
    money(
      'the same line twice on the bill',
      refuses(
        'app',
        'order_line_order_id_line_no_key',
        (s) =>
          `insert into order_line (order_id, line_no, timeslot_id, ticket_type_id, quantity, unit_price_minor, tax_minor, total_minor)
       select order_id, line_no, timeslot_id, ticket_type_id, quantity, unit_price_minor, tax_minor, total_minor
         from order_line where id = '${s.held.line}'`,
      ),
    ),
  ),
  constraint(
    'price',
    'price_one_at_a_time',
    money(
      'two prices for one ticket on one day',
      refuses(
        'app',
        'price_one_at_a_time',
        (s) =>
          `insert into price (product_id, ticket_type_id, amount_minor, currency, valid_from)
       values ('${s.museum.productId}', '${s.museum.ticketTypes.adult}', 1, 'AZN', '2026-01-01')`,
      ),
    ),
  ),
  constraint(
    'price',
    'price_amount_minor_check',
    money(
      'a price below nothing',
      refuses(
        'app',
        'price_amount_minor_check',
        (s) => `update price set amount_minor = -1 where product_id = '${s.museum.productId}'`,
      ),
    ),
  ),
  constraint(
    'price',
    'price_currency_check',
    money(
      'a price of no currency',
      refuses(
        'app',
        'price_currency_check',
        (s) => `update price set currency = 'azn' where product_id = '${s.museum.productId}'`,
      ),
    ),
  ),
  constraint(
    'museum',
    'museum_currency_check',
    money(
      'a museum of no currency',
      refuses('app', 'museum_currency_check', () => `update museum set currency = 'azn'`),
    ),
  ),
  constraint(
    'product',
    'product_tax_per_mille_check',
    money(
      'a tax below nothing',
      refuses('app', 'product_tax_per_mille_check', () => `update product set tax_per_mille = -1`),
    ),
  ),
];
