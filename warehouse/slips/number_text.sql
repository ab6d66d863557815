-- A figure as people write it: 38,736; 0.0535; 112.4. Whole from a hundred on, else four digits.
create or replace macro number_text(value) as
if(value = round(value) or abs(value) >= 1000, format('{:,.0f}', value), format('{:.4g}', value));
