-- The policy of benchmarks/policy.yaml as somebody would write it for Spark by hand, over the same history: what each
-- claim is answered, by which clause, and the money, by lane, country and month. Takes for granted what that history is
-- known to hold: every parcel was posted, and only photos and deliveries can be missing.
WITH laned AS (
  SELECT *,
    CASE
      WHEN `claim.reason` IN ('changed_mind', 'another_size', 'ordered_wrong_colour', 'ordered_wrong_material',
        'ordered_wrong_size', 'price_dropped', 'unwanted_gift') THEN 'change_of_mind'
      WHEN `claim.reason` = 'tarnished' THEN CASE WHEN `item.material` = 'silver' THEN 'change_of_mind' ELSE 'fault' END
      WHEN `claim.reason` IN ('defective', 'damaged_on_arrival', 'box_damaged', 'missing_item', 'not_as_certified',
        'only_one_arrived', 'size_error', 'slight_scratch', 'wrong_colour_sent', 'wrong_item_sent',
        'wrong_material_sent', 'wrong_shape_sent', 'wrong_size_sent', 'wrong_style_sent') THEN 'fault'
      WHEN `claim.reason` IN ('bent', 'chain_broken', 'clasp_broken', 'stone_loose', 'stone_lost', 'worn')
        THEN 'guarantee'
      WHEN `claim.reason` IN ('customs_failed', 'not_received', 'sent_elsewhere', 'wrong_address_given') THEN 'delivery'
      ELSE 'recall'
    END AS lane,
    `claim.asked_at_day` <= `parcel.shipped_at_day` + 35 AS in_window
  FROM history
  WHERE `claim.asked_at` IS NOT NULL
),
answered AS (
  SELECT *,
    CASE
      WHEN `claim.remedy` = 'cancel' THEN
        CASE WHEN lane = 'change_of_mind' AND `claim.asked_at` < `order.placed_at` THEN 'referred:'
             ELSE 'refused:posted' END
      WHEN `claim.remedy` = 'repair' THEN
        CASE
          WHEN lane <> 'guarantee' THEN 'referred:'
          WHEN `parcel.delivered_at_day` = 2147483647 THEN
            CASE WHEN `claim.cause` IN ('accident', 'customer') THEN 'refused:accidents' ELSE 'refused:guarantee' END
          WHEN `claim.asked_at` < `parcel.delivered_at` THEN 'referred:'
          WHEN `claim.cause` IN ('accident', 'customer') THEN 'refused:accidents'
          WHEN date_add(DATE '1970-01-01', `claim.asked_at_day` - 719163)
            <= add_months(date_add(DATE '1970-01-01', `parcel.delivered_at_day` - 719163), 12) THEN 'accepted:guarantee'
          ELSE 'refused:guarantee'
        END
      WHEN lane = 'change_of_mind' THEN
        CASE
          WHEN `claim.asked_at` < `parcel.shipped_at` THEN 'referred:'
          WHEN `claim.remedy` = 'refund' AND `item.discounted` THEN 'refused:discounted'
          WHEN contains('|' || `item.marks` || '|', '|final_sale|') THEN 'refused:final-sale'
          WHEN `item.category` = 'gift_card' THEN 'refused:gift-cards'
          WHEN `item.category` = 'earring' THEN 'refused:hygiene'
          WHEN `item.personalised` OR `item.custom` THEN 'refused:made-for-you'
          WHEN NOT in_window THEN 'refused:window'
          WHEN `condition.worn` OR `condition.used` OR NOT `condition.original_packaging` THEN 'refused:condition'
          WHEN `claim.remedy` = 'exchange' AND `used.order.exchange` >= 1 THEN 'refused:one-exchange'
          ELSE 'accepted:window'
        END
      WHEN lane = 'fault' THEN
        CASE
          WHEN `claim.asked_at` < `parcel.shipped_at` THEN 'referred:'
          WHEN `item.category` = 'gift_card' THEN 'refused:gift-cards'
          WHEN NOT in_window THEN 'refused:window'
          WHEN `claim.remedy` = 'store_credit' OR `claim.photo` THEN 'accepted:window'
          WHEN `claim.photo` IS NULL THEN 'referred:unknown'
          ELSE 'referred:photo'
        END
      WHEN `item.category` = 'gift_card' THEN 'refused:gift-cards'
      ELSE 'referred:'
    END AS answer
  FROM laned
),
paid AS (
  SELECT *,
    CASE
      WHEN answer NOT LIKE 'accepted%' OR `claim.remedy` NOT IN ('refund', 'store_credit') THEN 0
      WHEN `claim.remedy` = 'refund' AND lane = 'change_of_mind' AND `order.shipping_paid` = 0
        AND `order.goods_paid` >= 7500 AND `order.goods_paid` - `item.paid` < 7500
        THEN greatest(`item.paid` - 600, 0)
      ELSE `item.paid`
    END AS money
  FROM answered
)
SELECT lane, split_part(answer, ':', 1), replace(split_part(answer, ':', 2), 'unknown', ''), `order.country`,
  `claim.month`, count(*), sum(money)
FROM paid
GROUP BY lane, answer, `order.country`, `claim.month`
