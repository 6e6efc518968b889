# Installs the libraries, their headers, the data packs, the CMake package and the pkg-config files. Nothing of it
# holds an absolute path of its own prefix: the installed tree may be moved.
include(CMakePackageConfigHelpers)

set(bursar_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/bursar)
get_target_property(bursar_type bursar TYPE)
if(bursar_type STREQUAL "SHARED_LIBRARY")
  set(BURSAR_IS_SHARED TRUE)
  set(BURSAR_BOOST_COMPONENTS "")
else()
  set(BURSAR_IS_SHARED FALSE)
  set(BURSAR_BOOST_COMPONENTS " COMPONENTS json")
endif()

function(bursar_install_library target export_set)
  install(TARGETS ${target} EXPORT ${export_set}
          RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT bursar_runtime
          LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT bursar_runtime
                  NAMELINK_COMPONENT bursar_development
          ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT bursar_development
          INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
  install(EXPORT ${export_set} NAMESPACE bursar:: DESTINATION ${bursar_package_dir}
          COMPONENT bursar_development)
endfunction()

# The officer's tool finds shared libraries of its own installation.
function(bursar_install_tool target)
  file(RELATIVE_PATH libraries ${CMAKE_INSTALL_FULL_BINDIR} ${CMAKE_INSTALL_FULL_LIBDIR})
  set_target_properties(${target} PROPERTIES INSTALL_RPATH "$ORIGIN/${libraries}")
  install(TARGETS ${target} RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT bursar_runtime)
endfunction()

bursar_install_library(bursar bursarTargets)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/bursar DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        COMPONENT bursar_development
        FILES_MATCHING PATTERN "*.hpp" PATTERN "*.def" PATTERN "sqlite" EXCLUDE)
if(EXISTS ${PROJECT_SOURCE_DIR}/data)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/data/ DESTINATION ${CMAKE_INSTALL_DATADIR}/bursar
          COMPONENT bursar_runtime)
endif()
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR}
        COMPONENT bursar_development)

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/bursarConfig.cmake.in
                              ${PROJECT_BINARY_DIR}/package/bursarConfig.cmake
                              INSTALL_DESTINATION ${bursar_package_dir}
                              NO_SET_AND_CHECK_MACRO NO_CHECK_REQUIRED_COMPONENTS_MACRO)
# Before 1.0 a minor version may break; a host asks for the minor version it was built against.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/package/bursarConfigVersion.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/package/bursarConfig.cmake
              ${PROJECT_BINARY_DIR}/package/bursarConfigVersion.cmake
        DESTINATION ${bursar_package_dir} COMPONENT bursar_development)

# pkg-config: the prefix is told from where the .pc file lies.
file(RELATIVE_PATH bursar_pc_prefix ${CMAKE_INSTALL_FULL_LIBDIR}/pkgconfig ${CMAKE_INSTALL_PREFIX})
string(REGEX REPLACE "/$" "" bursar_pc_prefix "${bursar_pc_prefix}")
set(bursar_pc_cflags "")
foreach(dir IN LISTS Boost_INCLUDE_DIRS)
  if(NOT dir IN_LIST CMAKE_CXX_IMPLICIT_INCLUDE_DIRECTORIES)
    string(APPEND bursar_pc_cflags " -I${dir}")
  endif()
endforeach()
# A static library needs its private libraries at every link, also where --static was not said.
if(BURSAR_IS_SHARED)
  string(APPEND bursar_pc_cflags " -DBURSAR_SHARED")
  set(bursar_pc_requires "")
  set(bursar_pc_libs "Libs: -L\${libdir} -lbursar")
  set(bursar_pc_sqlite_requires "")
  set(bursar_pc_sqlite_libs "Libs: -L\${libdir} -lbursar_sqlite")
else()
  set(bursar_pc_requires "Requires: fmt libcrypto")
  set(bursar_pc_libs "Libs: -L\${libdir} -lbursar -lboost_json -pthread")
  set(bursar_pc_sqlite_requires ", sqlite3")
  set(bursar_pc_sqlite_libs "Libs: -L\${libdir} -lbursar_sqlite -lSQLiteCpp")
endif()
foreach(name IN ITEMS bursar bursar-sqlite)
  if(name STREQUAL "bursar-sqlite" AND NOT BURSAR_SQLITE)
    continue()
  endif()
  configure_file(${CMAKE_CURRENT_LIST_DIR}/${name}.pc.in ${PROJECT_BINARY_DIR}/package/${name}.pc @ONLY)
  install(FILES ${PROJECT_BINARY_DIR}/package/${name}.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig
          COMPONENT bursar_development)
endforeach()

if(BURSAR_SQLITE)
  bursar_install_library(bursar_sqlite bursarSqliteTargets)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/bursar/sqlite
          DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/bursar COMPONENT bursar_development
          FILES_MATCHING PATTERN "*.hpp")
endif()
