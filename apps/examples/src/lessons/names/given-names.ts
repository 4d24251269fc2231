const spanish = `
Abel Abril Adela Adolfo Adrián Agustín Aitana Alba Alberto Alejandra Alejandro Alejo Alfonso Alfredo Alicia Almudena Alonso Álvaro Amalia Amanda
Amaya Amelia Amparo Ana Anabel Andrea Andrés Ángel Ángela Ángeles Anselmo Antonia Antonio Araceli Ariadna Armando Arturo Asunción Aurelio Aurora
Azucena Baltasar Bartolomé Basilio Beatriz Begoña Belén Benito Benjamín Bernardo Blanca Bonifacio Borja Brenda Bruno Camila Camilo Candela Caridad
Carla Carlos Carlota Carmelo Carmen Carolina Catalina Cayetana Cecilia Celestino Celia César Clara Claudia Claudio Clemente Concepción Consuelo
Cristian Cristina Cristóbal Daniel Daniela Darío David Débora Delia Desiderio Diana Diego Dolores Domingo Dorotea Edgardo Eduardo Efraín Elena Elías
Elisa Eloísa Eloy Elvira Emilia Emiliano Emilio Encarnación Enrique Ernesto Esmeralda Esperanza Esteban Estefanía Estela Ester Eugenia Eugenio
Eulalia Eusebio Eva Evaristo Fabián Fabiola Fátima Federico Felicia Felipe Félix Fermín Fernanda Fernando Fidel Flora Florencia Florencio Francisca
Francisco Gabino Gabriel Gabriela Gaspar Gema Genoveva Gerardo Germán Gilberto Gisela Gloria Gonzalo Graciela Gregorio Guadalupe Guillermo Gustavo
Héctor Herminia Hilario Hipólito Horacio Hugo Ignacio Inés Inmaculada Irene Isaac Isabel Isidora Isidro Ismael Iván Jacinta Jacinto Jacobo Jaime
Javier Jerónimo Jesús Jimena Joaquín Jorge José Josefa Josefina Juan Juana Julia Julián Juliana Julieta Julio Justina Ladislao Laura Leandro Leonardo
Leonor Leopoldo Leticia Lidia Lola Lorena Lorenzo Lourdes Lucas Lucía Luciana Luciano Lucrecia Luis Luisa Luz Macarena Magdalena Manuel Manuela
Marcela Marcelino Marcelo Marcos Margarita María Mariana Mariano Marina Mario Marisol Marta Martín Mateo Matías Matilde Mauricio Maximiliano Melchor
Mercedes Micaela Miguel Milagros Miranda Modesto Mónica Montserrat Natalia Nicanor Nicolás Nieves Noelia Nuria Octavio Ofelia Olga Olivia Omar
Óscar Pablo Paloma Pascual Patricia Patricio Paula Paulina Paz Pedro Penélope Pilar Plácido Primitivo Prudencia Purificación Quintín Rafael Rafaela
Raimundo Ramiro Ramón Ramona Raquel Raúl Rebeca Regina Remedios Renata Ricardo Rigoberto Rita Roberto Rocío Rodolfo Rodrigo Rogelio Román Romina
Rosa Rosalía Rosana Rosario Rubén Rufino Salomé Salvador Samanta Sancho Sandra Santiago Sara Saturnino Sebastián Segismundo Serafín Sergio Severino
Silvestre Silvia Simón Socorro Sofía Sol Soledad Sonia Susana Tadeo Tamara Tatiana Teodoro Teresa Timoteo Tomás Trinidad Úrsula Valentín Valentina
Valeria Valeriano Vanesa Venancio Vera Verónica Vicente Víctor Victoria Virginia Violeta Viviana Ximena Yolanda Zacarías Zoraida`;

const english = `
Aaron Abigail Abraham Ada Adam Adelaide Agatha Agnes Aidan Alan Albert Alexander Alfred Alice Alison Allan Amber Amy Andrew Angus Anita Ann Anna
Annabel Anthony April Archibald Arnold Arthur Ashley Aubrey Audrey Augustus Austin Barbara Barnaby Barry Bartholomew Basil Beatrice Benedict Benjamin
Bernard Bertha Bertram Bethany Betty Beverly Blake Bonnie Bradley Brandon Brenda Brian Bridget Brooke Bruce Bryan Caleb Calvin Cameron Candice
Carl Carol Caroline Carrie Catherine Cedric Charity Charles Charlotte Chelsea Chester Chloe Christian Christina Christopher Clarence Clarissa Clayton
Clifford Clive Clyde Colin Connor Constance Cora Cordelia Cornelius Craig Crystal Curtis Cynthia Cyril Daisy Dale Damian Daphne Darren Dawn Dean
Deborah Denise Dennis Derek Desmond Dexter Diane Dominic Donald Doris Dorothy Douglas Duncan Dustin Dylan Earl Edgar Edith Edmund Edward Edwin
Eileen Elaine Eleanor Eli Elijah Elizabeth Ellen Elliot Ellis Elmer Elsie Elton Emily Emma Eric Ernest Esther Ethan Ethel Eugene Evan Evelyn
Everett Ezra Faith Felicity Fiona Flora Florence Frances Francis Franklin Frederick Garrett Gary Gavin Geoffrey George Georgia Gerald Geraldine
Gideon Gilbert Gillian Gladys Glenn Gordon Grace Graham Gregory Gwendolyn Hannah Harold Harriet Harrison Harry Harvey Hazel Heather Hector Helen
Henrietta Henry Herbert Herman Hilary Hilda Holly Homer Hope Horace Howard Hubert Hugh Humphrey Ian Ida Irving Isaiah Ivy Jack Jacob Jacqueline
Jade Jake James Jamie Jane Janet Janice Jasmine Jason Jasper Jean Jeffrey Jennifer Jeremiah Jeremy Jerome Jesse Jessica Jill Joan Joanna Jocelyn Joel
John Jonah Jonathan Jordan Joseph Joshua Joy Joyce Judith Julian June Justin Karen Katherine Kathleen Keith Kelly Kenneth Kevin Kimberly Kirk Kristen
Kyle Lance Lara Laurence Lawrence Leah Lee Leonard Leroy Leslie Lester Lewis Lillian Lily Linda Lindsay Lionel Lloyd Logan Lois Louis Lucille Lucy
Luke Luther Lydia Mabel Madeline Malcolm Marcus Margaret Marian Marie Marilyn Marjorie Mark Marlene Marshall Martha Martin Marvin Mary Mason Matthew
Maud Maureen Maurice Max Maxwell Megan Melanie Melissa Melvin Mercy Meredith Michael Michelle Mildred Miles Millicent Milton Minnie Miriam Mitchell
Molly Morgan Morris Muriel Myra Myron Nancy Naomi Natalie Nathan Nathaniel Neil Nelson Neville Nicholas Nicole Nigel Nina Noah Noel Nora Norma Norman
Olive Oliver Oscar Oswald Otis Owen Paige Pamela Patience Patrick Paul Pauline Pearl Peggy Penelope Percy Perry Peter Philip Phoebe Phyllis Polly
Priscilla Prudence Quentin Rachel Ralph Randall Raymond Rebecca Reginald Reuben Rhoda Richard Robert Robin Roderick Rodney Roger Roland Ronald Rory
Rosalind Rose Rosemary Ross Rowan Roy Rudolph Rufus Rupert Russell Ruth Ryan Sabrina Sally Samantha Samuel Sarah Scott Sean Selina Seth Shannon
Sharon Shaun Sheila Sheldon Shelley Shirley Sidney Simon Spencer Stacy Stanley Stella Stephanie Stephen Stewart Stuart Susan Sybil Sydney Sylvia Tabitha
Tara Terence Thaddeus Thelma Theodora Theodore Theresa Thomas Tiffany Timothy Tobias Todd Tracy Travis Trevor Tristan Tyler Ursula Valerie Vanessa
Vernon Victor Vincent Viola Vivian Wallace Walter Wanda Warren Wayne Wendell Wendy Wesley Wilbur Wilfred William Willis Wilma Winifred Winston Zachary`;

/** Common given names in Spanish and in English, each once: written for this lesson from general knowledge, in small letters. */
export const givenNames: readonly string[] = [
  ...new Set(`${spanish} ${english}`.toLowerCase().trim().split(/\s+/)),
];
