-- How long are people held on average, in days, of those who left in a month? Averages do not add up: the total is printed.
select time_period, average_length_of_stay, is_provisional, sheet, cell from marts.average_length_of_stay
where agency = 'total' and criminality = 'total' order by time_period;
