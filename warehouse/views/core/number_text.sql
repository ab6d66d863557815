-- A figure as people write it: 38,736; 112.4; 0.0535.
create or replace macro number_text(value) as
if(value = round(value) or abs(value) >= 1000, format('{:,.0f}', value), format('{:.4g}', value));
